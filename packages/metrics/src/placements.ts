import { chanceRecallAtK } from './chanceRecallAtK.ts';
import { type RetrievalOptions, readCorrect } from './correctItems.ts';
import { readScores, type ScoreMatrix } from './scores.ts';

/**
 * Where a query's best-scored correct candidate stands.
 *
 * Equal scores are in no order, and a scorer must not profit from the order of a file: every
 * measurement here is the expectation over all orders of what is tied. A scorer that finds
 * everything equal therefore gets exactly chance.
 */
export interface Placement {
  /** candidates with a higher score, all of them wrong */
  readonly above: number;
  /** candidates with just this score, the correct ones included */
  readonly tied: number;
  /** correct candidates with just this score */
  readonly correct: number;
}

/** One placement a query. Time O(queries · candidates), without sorting. */
export function placements(
  caller: string,
  matrix: ScoreMatrix,
  options: RetrievalOptions = {},
): Placement[] {
  const read = readScores(caller, matrix);
  return readCorrect(caller, read, options.correct).map((items, q) => {
    const start = q * read.candidates;
    return place(read.scores.subarray(start, start + read.candidates), items);
  });
}

function place(row: Float32Array | Float64Array, items: readonly number[]): Placement {
  let best = Number.NEGATIVE_INFINITY;
  for (const c of items) best = Math.max(best, row[c]);
  let above = 0;
  let tied = 0;
  for (let c = 0; c < row.length; c++) {
    if (row[c] > best) above++;
    else if (row[c] === best) tied++;
  }
  let correct = 0;
  for (const c of items) if (row[c] === best) correct++;
  return { above, tied, correct };
}

/** The placements of a scorer that knows nothing: everything tied. */
export function blindPlacements(
  caller: string,
  matrix: ScoreMatrix,
  options: RetrievalOptions = {},
): Placement[] {
  const read = readScores(caller, matrix);
  return readCorrect(caller, read, options.correct).map((items) => ({
    above: 0,
    tied: read.candidates,
    correct: items.length,
  }));
}

/** Expected fraction of queries with a correct candidate among the first k. */
export const recallOf = (placed: readonly Placement[], k: number): number =>
  mean(
    placed.map(({ above, tied, correct }) =>
      chanceRecallAtK(Math.max(0, k - above), tied, correct),
    ),
  );

/** Expected rank of the first correct candidate, from 1: the mean least of `correct` draws. */
export const rankOf = ({ above, tied, correct }: Placement): number =>
  above + (tied + 1) / (correct + 1);

/** The middle of the ranks: halfway between the first k to reach and the first to pass ½ recall. */
export function medianOf(placed: readonly Placement[]): number {
  const last = placed.reduce((most, { above, tied }) => Math.max(most, above + tied), 0);
  // Probabilities are products of rounded ratios; a half is met when it is met but for rounding.
  const reaches = firstWhere(last, (k) => recallOf(placed, k) >= 0.5 - 1e-12);
  const passes = firstWhere(last, (k) => recallOf(placed, k) > 0.5 + 1e-12);
  return (reaches + passes) / 2;
}

/** The least k in 1…last for which a condition holds that goes on to hold, by bisection. */
function firstWhere(last: number, holds: (k: number) => boolean): number {
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};
