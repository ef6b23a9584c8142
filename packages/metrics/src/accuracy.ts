import { placements, recallOf } from './placements.ts';
import { checkK } from './recallAtK.ts';
import type { ScoreMatrix } from './scores.ts';

/**
 * Fraction of examples whose label is among the k highest logits.
 *
 * Ties count as their expectation over all orders, so constant logits get k / classes.
 * @param logits a row an example, a column a class; probabilities do as well
 * @param labels the class of each example, in 0…classes − 1
 * @param options.k 1 unless told otherwise
 * @returns in 0…1, higher is better. Chance: k / classes.
 * @throws TypeError for a NaN; RangeError when a label, k or the shapes do not hold.
 * @see Golden values: scikit-learn 1.9.1, top_k_accuracy_score.
 */
export function accuracy(
  logits: ScoreMatrix,
  labels: ArrayLike<number>,
  options: { readonly k?: number } = {},
): number {
  const { k = 1 } = options;
  checkK('accuracy', k);
  const correct = Array.from(labels, (label) => [label]);
  return recallOf(placements('accuracy', logits, { correct }), k);
}
