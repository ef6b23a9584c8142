import {
  add,
  assertSameShape,
  assertShape,
  concat,
  div,
  fill,
  log,
  matMul,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from '@xm/tensor-ops';

/** A symmetric matrix, row by row. */
export type Covariance = readonly (readonly number[])[];

export interface CorrelatedOptions {
  /** What is added to the best variances; 1e-6 unless told otherwise, about what rounding to bytes adds. */
  readonly floor?: number;
  /** Σ itself, [colours][colours], which is then the same in every batch, so that figures of several can be compared. */
  readonly covariance?: Covariance | undefined;
}

/**
 * −log N(x; mean, Σ) of the colours of each pixel, summed over what one example holds:
 *
 *   Σ_pixels ½·((x − mean)ᵀ Σ⁻¹ (x − mean) + log det 2πΣ)
 *
 * Unless Σ is given, it is the one for the whole batch under which x is most probable, the mean of (x − mean)(x − mean)ᵀ. As in
 * `gaussianNll` it is a constant to the gradient, which is the full one all the same.
 *
 * Where a texture is grey, brightness is hard to foretell and hue is not: with one variance for all colours the texture
 * drowns what is in it; here each mixture of colours weighs by how well it can be known.
 * @param x float32 [batch, …, colours]   @param mean of the same shape
 * @returns float32 [batch], nats
 * @throws ShapeError when x and mean differ in shape, or Σ is not of as many colours.
 * @see Rybkin et al. 2021 for one variance. Golden values: torch.distributions.MultivariateNormal.
 */
export function correlatedNll(
  x: Tensor,
  mean: Tensor,
  { floor = 1e-6, covariance }: CorrelatedOptions = {},
): Tensor {
  assertSameShape(x, mean, 'correlatedNll: x and mean', 'One mean for each number.');
  return tidy(() => {
    const [batch] = x.shape;
    const colours = x.shape[x.shape.length - 1];
    const errors = reshape(sub(x, mean), [-1, colours]);
    const best = (): Tensor =>
      add(div(matMul(errors, errors, true), errors.shape[0]), diagonal(colours, floor));
    const sigma = covariance ? tensor(covariance.flat(), sides(covariance)) : best();
    assertShape(sigma, [colours, colours], 'correlatedNll: covariance', 'One row for each colour.');
    const { whitening, logDeterminant } = whiteningOf(stopGradient(sigma), colours);
    const white = matMul(errors, whitening, false, true);
    const pixels = errors.shape[0] / batch;
    const constant = add(logDeterminant, colours * Math.log(2 * Math.PI));
    return mul(0.5, add(sum(reshape(square(white), [batch, -1]), 1), mul(pixels, constant)));
  });
}

const diagonal = (n: number, value: number): Tensor =>
  tensor(
    Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? value : 0)),
    [n, n],
  );

const sides = (matrix: Covariance): [number, number] => [matrix.length, matrix[0]?.length ?? 0];

interface Whitening {
  /** L⁻¹, where L·Lᵀ = Σ: [n, n] */
  readonly whitening: Tensor;
  /** log det Σ: [1, 1] */
  readonly logDeterminant: Tensor;
}

/**
 * By Cholesky's factors, row by row: with l the row of L below those found, Σᵢ₊ = L l, so that l = L⁻¹ Σᵢ₊, and the next
 * row of L⁻¹ is (−lᵀ L⁻¹, 1)/√(Σᵢᵢ − lᵀl).
 */
function whiteningOf(sigma: Tensor, n: number): Whitening {
  let inverse = div(1, sqrt(slice(sigma, [0, 0], [1, 1])));
  let logDeterminant = log(slice(sigma, [0, 0], [1, 1]));
  for (let i = 1; i < n; i++) {
    const l = matMul(inverse, slice(sigma, [0, i], [i, 1]));
    const rest = sub(slice(sigma, [i, i], [1, 1]), matMul(l, l, true));
    const row = concat([mul(matMul(l, inverse, true), -1), fill([1, 1], 1)], 1);
    const wider = concat([inverse, zeros([i, 1])], 1);
    inverse = concat([wider, div(row, sqrt(rest))], 0);
    logDeterminant = add(logDeterminant, log(rest));
  }
  return { whitening: inverse, logDeterminant };
}
