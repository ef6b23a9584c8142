import type { Vectors } from './vectors.ts';

/**
 * Squared Euclidean distances from vector `row` of `from` to all of `to`, into `out`. One row at a time
 * keeps thousands of vectors within a few kilobytes.
 */
export function distancesFrom(from: Vectors, row: number, to: Vectors, out: Float64Array): void {
  const { dim, count, values } = to;
  const own = from.values.subarray(row * dim, (row + 1) * dim);
  for (let j = 0, at = 0; j < count; j++) {
    let sum = 0;
    for (let d = 0; d < dim; d++, at++) {
      const difference = own[d] - values[at];
      sum += difference * difference;
    }
    out[j] = sum;
  }
}

/** Squared distance from each vector to its k-th nearest other one; `vectors.count` > k. */
export function neighbourRadii(vectors: Vectors, k: number): Float64Array {
  const distances = new Float64Array(vectors.count);
  return Float64Array.from({ length: vectors.count }, (_, i) => {
    distancesFrom(vectors, i, vectors, distances);
    distances[i] = Number.POSITIVE_INFINITY;
    return kthSmallest(distances, k);
  });
}

function kthSmallest(values: Float64Array, k: number): number {
  const least = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (const value of values) {
    let place = k - 1;
    if (value >= least[place]) continue;
    for (; place > 0 && least[place - 1] > value; place--) least[place] = least[place - 1];
    least[place] = value;
  }
  return least[k - 1];
}
