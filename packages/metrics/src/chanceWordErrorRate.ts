import { checkPairs } from './pairs.ts';
import { wordErrors } from './wordErrorRate.ts';

/**
 * The word error rate when the same hypotheses are dealt out in a random order: the mean over all orders,
 * exactly, which is that over all pairs of a reference and a hypothesis.
 *
 * @returns 0 is best. Beside `wordErrorRate`, which says when it is above 1.
 * @throws RangeError when the lists are empty or differ in length, or no reference has a word.
 */
export function chanceWordErrorRate(
  references: readonly string[],
  hypotheses: readonly string[],
): number {
  checkPairs('chanceWordErrorRate', references, hypotheses);
  const [asked, given] = [countsOf(references), countsOf(hypotheses)];
  let [errors, words] = [0, 0];
  for (const [reference, times] of asked) {
    for (const [hypothesis, often] of given) {
      const { sum, count } = wordErrors([reference], [hypothesis]);
      errors += times * often * sum;
      words += times * often * count;
    }
  }
  if (words > 0) return errors / words;
  throw new RangeError(
    'chanceWordErrorRate: the references must hold something, got only empty ones. Measure texts that say something.',
  );
}

/** How often each text is there. */
function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
