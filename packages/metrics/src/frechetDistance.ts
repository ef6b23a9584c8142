import { symmetricEigen } from './symmetricEigen.ts';
import { checkSameDim, checkVectors, type Vectors } from './vectors.ts';

/**
 * Fréchet distance between two sets of features, each taken for a normal distribution.
 *
 * d² = |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½), with covariances over n − 1. The trace of the root is that
 * of (Σ₁^½·Σ₂·Σ₁^½)^½, which is symmetric.
 * @returns d² ≥ 0, as FID reports it; lower is better. Two sets of one distribution get more than 0, the
 *   more the smaller they are: measure other real things beside. It depends on the model that gives the
 *   features, and on how many there are; compare nothing else.
 * @throws RangeError when a set has fewer than 2 vectors or shapes do not hold; TypeError for what is not
 *   finite.
 * @see Dowson & Landau 1982; Heusel et al. 2017. Golden values: scipy 1.17.1, linalg.sqrtm; torchmetrics
 *   1.9.0, FrechetInceptionDistance.
 */
export function frechetDistance(a: Vectors, b: Vectors): number {
  checkVectors('frechetDistance', 'a', a, 2);
  checkVectors('frechetDistance', 'b', b, 2);
  checkSameDim('frechetDistance', a, b);
  const { dim } = a;
  const [first, second] = [moments(a), moments(b)];
  let distance = 0;
  for (let i = 0; i < dim; i++) {
    distance += (first.mean[i] - second.mean[i]) ** 2;
    distance += first.covariance[i * dim + i] + second.covariance[i * dim + i];
  }
  const root = squareRoot(first.covariance, dim);
  const inner = product(product(root, second.covariance, dim), root, dim);
  // Rounding can leave what is zero below zero.
  for (const value of symmetricEigen(symmetric(inner, dim), dim).values) {
    distance -= 2 * Math.sqrt(Math.max(0, value));
  }
  return Math.max(0, distance);
}

function moments({ values, count, dim }: Vectors): {
  mean: Float64Array;
  covariance: Float64Array;
} {
  const mean = new Float64Array(dim);
  for (let i = 0; i < values.length; i++) mean[i % dim] += values[i] / count;
  const covariance = new Float64Array(dim * dim);
  const centred = new Float64Array(dim);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dim; i++) centred[i] = values[row * dim + i] - mean[i];
    for (let i = 0; i < dim; i++) {
      const scaled = centred[i] / (count - 1);
      for (let j = 0; j < dim; j++) covariance[i * dim + j] += scaled * centred[j];
    }
  }
  return { mean, covariance: symmetric(covariance, dim) };
}

/** The symmetric root of a covariance: V·diag(√values)·Vᵀ. */
function squareRoot(covariance: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(covariance, n);
  const scaled = vectors.map((v, i) => v * Math.sqrt(Math.max(0, values[i % n])));
  const transposed = vectors.map((_, i) => vectors[(i % n) * n + Math.floor(i / n)]);
  return product(scaled, transposed, n);
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k];
      for (let j = 0; j < n; j++) result[i * n + j] += factor * b[k * n + j];
    }
  }
  return result;
}

/** ½(A + Aᵀ): symmetric to the last bit. */
const symmetric = (a: Float64Array, n: number): Float64Array =>
  a.map((value, i) => (value + a[(i % n) * n + Math.floor(i / n)]) / 2);
