import { type Matrix, solveLower } from './cholesky.ts';

/** One normal distribution of a mixture: N(mean, factor·factorᵀ). */
export interface Component {
  /** Log of its share of the whole. */
  readonly logWeight: number;
  /** [dims] */
  readonly mean: Float64Array;
  /** [dims, dims], lower triangular; a diagonal where covariances are so. */
  readonly factor: Matrix;
}

/** Σₖ weightₖ·N(meanₖ, covarianceₖ). In double precision: it is fitted on the host. */
export interface Mixture {
  readonly dims: number;
  readonly components: readonly Component[];
}

/** Points, row by row: [rows, dims]. */
export interface Points {
  readonly values: Float64Array;
  readonly dims: number;
}

export const rowsOf = ({ values, dims }: Points): number => values.length / dims;

/** log weight·N(x; mean, factor·factorᵀ) of one component, nats. `scratch` has room for dims numbers. */
export function logJoint(
  { logWeight, mean, factor }: Component,
  x: Float64Array,
  scratch: Float64Array,
): number {
  const dims = mean.length;
  for (let d = 0; d < dims; d++) scratch[d] = x[d] - mean[d];
  solveLower(factor, dims, scratch, scratch);
  let [squares, logDeterminant] = [0, 0];
  for (let d = 0; d < dims; d++) {
    squares += scratch[d] ** 2;
    logDeterminant += Math.log(factor[d * dims + d]);
  }
  return logWeight - 0.5 * (squares + dims * Math.log(2 * Math.PI)) - logDeterminant;
}

/** log Σ e^value, without overflow; −∞ for no numbers but −∞. */
export function logSumExp(values: ArrayLike<number>): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, values[i]);
  if (greatest === Number.NEGATIVE_INFINITY) return greatest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - greatest);
  return greatest + Math.log(sum);
}

/**
 * The log density of each point, nats: [rows].
 *
 * Golden values: torch's MixtureSameFamily.
 */
export function logDensities({ dims, components }: Mixture, points: Points): Float64Array {
  const scratch = new Float64Array(dims);
  const joint = new Float64Array(components.length);
  return Float64Array.from({ length: rowsOf(points) }, (_, row) => {
    const x = points.values.subarray(row * dims, (row + 1) * dims);
    components.forEach((component, k) => {
      joint[k] = logJoint(component, x, scratch);
    });
    return logSumExp(joint);
  });
}
