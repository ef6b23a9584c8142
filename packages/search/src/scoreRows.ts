import type { Metric } from './vectorIndex.ts';

/**
 * Scores of one query against rows start…end − 1, into `out` from place 0.
 *
 * Sums are in double precision and in order, so a score does not depend on the size of a block.
 * Four rows at a time: each number of the query is read once for four, and the four sums, which do
 * not wait for each other, keep the processor busy.
 */
type ScoreRows = (
  query: Float32Array,
  vectors: Float32Array,
  start: number,
  end: number,
  out: Float64Array,
) => void;

const dotRows: ScoreRows = (query, vectors, start, end, out) => {
  const dim = query.length;
  let row = start;
  for (; row + 4 <= end; row += 4) {
    const a = row * dim;
    const b = a + dim;
    const c = b + dim;
    const d = c + dim;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let i = 0; i < dim; i++) {
      const q = query[i];
      sumA += q * vectors[a + i];
      sumB += q * vectors[b + i];
      sumC += q * vectors[c + i];
      sumD += q * vectors[d + i];
    }
    out[row - start] = sumA;
    out[row - start + 1] = sumB;
    out[row - start + 2] = sumC;
    out[row - start + 3] = sumD;
  }
  for (; row < end; row++) {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += query[i] * vectors[row * dim + i];
    out[row - start] = sum;
  }
};

/** Differences, not ‖a‖² + ‖b‖² − 2a·b, which loses near neighbours far from the origin. Minus from 0, lest it be −0. */
const distanceRows: ScoreRows = (query, vectors, start, end, out) => {
  const dim = query.length;
  let row = start;
  for (; row + 4 <= end; row += 4) {
    const a = row * dim;
    const b = a + dim;
    const c = b + dim;
    const d = c + dim;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let i = 0; i < dim; i++) {
      const q = query[i];
      const toA = q - vectors[a + i];
      const toB = q - vectors[b + i];
      const toC = q - vectors[c + i];
      const toD = q - vectors[d + i];
      sumA += toA * toA;
      sumB += toB * toB;
      sumC += toC * toC;
      sumD += toD * toD;
    }
    out[row - start] = 0 - Math.sqrt(sumA);
    out[row - start + 1] = 0 - Math.sqrt(sumB);
    out[row - start + 2] = 0 - Math.sqrt(sumC);
    out[row - start + 3] = 0 - Math.sqrt(sumD);
  }
  for (; row < end; row++) {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += (query[i] - vectors[row * dim + i]) ** 2;
    out[row - start] = 0 - Math.sqrt(sum);
  }
};

/** For `cosine` the vectors must be of unit length already. */
export const scoreRows: Readonly<Record<Metric, ScoreRows>> = {
  cosine: dotRows,
  dot: dotRows,
  euclidean: distanceRows,
};
