import type { RetrievalOptions } from './correctItems.ts';
import { placements, rankOf } from './placements.ts';
import type { ScoreMatrix } from './scores.ts';

/**
 * Rank of each query's best correct candidate, from 1.
 *
 * Ties count as their expectation over all orders: above + (tied + 1) / (correct among tied + 1),
 * so ranks need not be whole, and a scorer without knowledge gets (candidates + 1) / (correct + 1).
 * @param scores higher is better
 * @returns one rank a query, in 1…candidates
 * @throws TypeError for a NaN; RangeError when shapes or correct items do not hold.
 */
export const ranksOfCorrect = (scores: ScoreMatrix, options: RetrievalOptions = {}): Float64Array =>
  Float64Array.from(placements('ranksOfCorrect', scores, options), rankOf);
