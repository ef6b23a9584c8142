import type { RetrievalOptions } from './correctItems.ts';
import { mean, placements, rankOf } from './placements.ts';
import type { ScoreMatrix } from './scores.ts';

/**
 * Mean over queries of the rank of the best correct candidate.
 *
 * @returns in 1…candidates, lower is better. Chance: (candidates + 1) / (correct a query + 1).
 * @throws as `ranksOfCorrect`, which says how ties count.
 */
export const meanRank = (scores: ScoreMatrix, options: RetrievalOptions = {}): number =>
  mean(placements('meanRank', scores, options).map(rankOf));
