import type { RetrievalOptions } from './correctItems.ts';
import { type Placement, placements, recallOf } from './placements.ts';
import type { ScoreMatrix } from './scores.ts';

/** One recall a k: `{ 'recall@1': 0.4, 'recall@10': 0.9 }`. */
export type Recalls<K extends number = number> = Record<`recall@${K}`, number>;

/**
 * Fraction of queries with a correct candidate among the first k.
 *
 * Ties count as their expectation over all orders, so a scorer without knowledge gets chance.
 * @param scores higher is better
 * @param options.k a whole number ≥ 1, or a list of them for a record of recalls
 * @returns in 0…1, higher is better. Chance: `chanceRecallAtK`, k / candidates with one correct.
 * @throws TypeError for a NaN; RangeError when k, shapes or correct items do not hold.
 * @see Retrieval's "hit rate". Golden values: torchmetrics 1.9.0, RetrievalHitRate.
 */
export function recallAtK(
  scores: ScoreMatrix,
  options: RetrievalOptions & { readonly k: number },
): number;
export function recallAtK<const K extends number>(
  scores: ScoreMatrix,
  options: RetrievalOptions & { readonly k: readonly K[] },
): Recalls<K>;
export function recallAtK(
  scores: ScoreMatrix,
  options: RetrievalOptions & { readonly k: number | readonly number[] },
): number | Recalls {
  const { k } = options;
  const ks = typeof k === 'number' ? [k] : k;
  for (const each of ks) checkK('recallAtK', each);
  const placed = placements('recallAtK', scores, options);
  return typeof k === 'number' ? recallOf(placed, k) : recallsOf(placed, k);
}

export const recallsOf = <K extends number>(
  placed: readonly Placement[],
  ks: readonly K[],
): Recalls<K> =>
  Object.fromEntries(ks.map((k) => [`recall@${k}`, recallOf(placed, k)])) as Recalls<K>;

export function checkK(caller: string, k: number): void {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(
      `${caller}: k must be a whole number from 1, got ${k}. It is how many candidates a user sees.`,
    );
  }
}
