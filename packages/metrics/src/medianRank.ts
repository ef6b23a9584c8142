import type { RetrievalOptions } from './correctItems.ts';
import { medianOf, placements } from './placements.ts';
import type { ScoreMatrix } from './scores.ts';

/**
 * Median over queries of the rank of the best correct candidate: the k where recall at k is ½.
 *
 * With ties it is the median over queries and over all orders of what is tied.
 * @returns whole or half, in 1…candidates, lower is better. Chance: (candidates + 1) / 2 with one
 *   correct candidate a query, less with more.
 * @throws TypeError for a NaN; RangeError when shapes or correct items do not hold.
 */
export const medianRank = (scores: ScoreMatrix, options: RetrievalOptions = {}): number =>
  medianOf(placements('medianRank', scores, options));
