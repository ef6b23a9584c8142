import { readScores, type ScoreMatrix } from './scores.ts';
import { type Accumulator, tallyAccumulator } from './tallyAccumulator.ts';

/**
 * A measurement over batches of queries, equal to the measurement over all of them at once.
 *
 * For what is a mean over queries: `accuracy`, `meanAveragePrecision`, `meanRank`, and `recallAtK`
 * with one k; a median is not. Every batch must face all candidates: recall among the candidates of
 * its own batch is an easier question.
 */
export const accumulator = <Rest extends readonly unknown[]>(
  metric: (scores: ScoreMatrix, ...rest: Rest) => number,
): Accumulator<[scores: ScoreMatrix, ...rest: Rest]> =>
  tallyAccumulator((scores, ...rest) => {
    const { queries } = readScores('accumulator', scores);
    return { sum: metric(scores, ...rest) * queries, count: queries };
  });
