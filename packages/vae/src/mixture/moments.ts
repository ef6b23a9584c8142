import type { Matrix } from './cholesky.ts';
import { type Points, rowsOf } from './mixture.ts';

/** Σ weight·x/mass: [dims] */
export function weighedMean(
  { values, dims }: Points,
  weights: Float64Array,
  mass: number,
): Float64Array {
  const mean = new Float64Array(dims);
  weights.forEach((weight, row) => {
    for (let d = 0; d < dims; d++) mean[d] += (weight / mass) * values[row * dims + d];
  });
  return mean;
}

/** Weights below are passed over: they change nothing that a double holds. */
const least = 1e-17;

/** Σ weight·(x − mean)·(x − mean)ᵀ: [dims, dims], its lower half alone, or its diagonal. */
export function scatter(
  { values, dims }: Points,
  weights: Float64Array,
  mean: Float64Array,
  isFull: boolean,
): Matrix {
  const squares = new Float64Array(dims * dims);
  const off = new Float64Array(dims);
  weights.forEach((weight, row) => {
    if (weight < least) return;
    for (let d = 0; d < dims; d++) off[d] = values[row * dims + d] - mean[d];
    for (let i = 0; i < dims; i++) {
      const scaled = weight * off[i];
      for (let j = isFull ? 0 : i; j <= i; j++) squares[i * dims + j] += scaled * off[j];
    }
  });
  return squares;
}

/** The variance of points, the mean over dims; 1 where they are all the same. */
export function meanVariance(points: Points): number {
  const { values, dims } = points;
  const rows = rowsOf(points);
  const mean = weighedMean(points, new Float64Array(rows).fill(1), rows);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - mean[i % dims]) ** 2;
  return sum > 0 ? sum / values.length : 1;
}
