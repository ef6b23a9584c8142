import { readScores, type ScoreMatrix } from './scores.ts';

/** The sum of a measurement over queries and their number: all that a mean needs. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
}

export interface Accumulator<Rest extends readonly unknown[]> extends Tally {
  /** Takes in a batch, given as to the measurement itself. */
  update(scores: ScoreMatrix, ...rest: Rest): void;
  /** Takes in what another accumulator, perhaps in another process, has seen. */
  merge(other: Tally): void;
  /** @throws RangeError before the first batch. */
  result(): number;
  reset(): void;
}

/**
 * A measurement over batches of queries, equal to the measurement over all of them at once.
 *
 * For what is a mean over queries: `accuracy`, `meanAveragePrecision`, `meanRank`, and `recallAtK`
 * with one k; a median is not. Every batch must face all candidates: recall among the candidates of
 * its own batch is an easier question.
 */
export function accumulator<Rest extends readonly unknown[]>(
  metric: (scores: ScoreMatrix, ...rest: Rest) => number,
): Accumulator<Rest> {
  let sum = 0;
  let count = 0;
  return {
    get sum(): number {
      return sum;
    },
    get count(): number {
      return count;
    },
    update(scores: ScoreMatrix, ...rest: Rest): void {
      const { queries } = readScores('accumulator', scores);
      sum += metric(scores, ...rest) * queries;
      count += queries;
    },
    merge(other: Tally): void {
      sum += other.sum;
      count += other.count;
    },
    result(): number {
      if (count > 0) return sum / count;
      throw new RangeError(
        'accumulator: result must follow a batch, got none. Call update or merge first.',
      );
    },
    reset(): void {
      sum = 0;
      count = 0;
    },
  };
}
