import { invertLower, type Matrix } from './cholesky.ts';
import type { Mixture } from './mixture.ts';

/** log p(Σ) = −½ (scale·tr Σ⁻¹ + count·log |Σ|) and a constant: as if `count` more points were known of each component. */
export interface CovariancePrior {
  readonly scale: number;
  readonly count: number;
}

/**
 * The inverse Wishart prior of Fraley and Raftery 2007, section 2.1: ν = dims + 2, and the scale is such that all
 * components together fill the room that the points do.
 *
 * @param variance of all points, the mean over dims
 */
export const covariancePrior = (
  variance: number,
  dims: number,
  components: number,
): CovariancePrior => ({ scale: variance / components ** (2 / dims), count: 2 * dims + 3 });

/** The covariance of greatest posterior probability: (squares + scale·I)/(mass + count). Changes and gives the squares. */
export function mostProbable(
  squares: Matrix,
  mass: number,
  dims: number,
  { scale, count }: CovariancePrior,
): Matrix {
  for (let d = 0; d < dims; d++) squares[d * dims + d] += scale;
  for (let i = 0; i < squares.length; i++) squares[i] /= mass + count;
  return squares;
}

/** Of all components together, but for a constant. */
export const logPrior = (
  { dims, components }: Mixture,
  { scale, count }: CovariancePrior,
): number =>
  components.reduce((sum, { factor }) => {
    const trace = invertLower(factor, dims).reduce((total, x) => total + x * x, 0);
    let logDeterminant = 0;
    for (let d = 0; d < dims; d++) logDeterminant += 2 * Math.log(factor[d * dims + d]);
    return sum - 0.5 * (scale * trace + count * logDeterminant);
  }, 0);
