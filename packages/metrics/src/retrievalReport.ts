import type { RetrievalOptions } from './correctItems.ts';
import {
  blindPlacements,
  mean,
  medianOf,
  type Placement,
  placements,
  rankOf,
} from './placements.ts';
import { type Recalls, recallsOf } from './recallAtK.ts';
import type { ScoreMatrix } from './scores.ts';

/** Recalls in 0…1, higher is better; ranks from 1, lower is better. */
export interface RetrievalFigures extends Recalls<1 | 5 | 10> {
  readonly medianRank: number;
  readonly meanRank: number;
}

export interface RetrievalReport extends RetrievalFigures {
  /** What a scorer without knowledge gets on the same queries. */
  readonly chance: RetrievalFigures;
}

/**
 * The usual figures of retrieval in one direction, beside what chance would give.
 *
 * @param scores higher is better; need not be square when `correct` is given
 * @throws TypeError for a NaN; RangeError when shapes or correct items do not hold.
 */
export const retrievalReport = (
  scores: ScoreMatrix,
  options: RetrievalOptions = {},
): RetrievalReport => ({
  ...figuresOf(placements('retrievalReport', scores, options)),
  chance: figuresOf(blindPlacements('retrievalReport', scores, options)),
});

const figuresOf = (placed: readonly Placement[]): RetrievalFigures => ({
  ...recallsOf(placed, [1, 5, 10]),
  medianRank: medianOf(placed),
  meanRank: mean(placed.map(rankOf)),
});
