import { checkPairs } from './pairs.ts';

/**
 * What `asked` and `given` agree in when the same answers are dealt out in a random order.
 *
 * Σ over labels of p(asked) · p(given): the mean over all orders, exactly. For frequent answers that suit
 * often asked labels it is high, as it should be: somebody who always says 'big' is right half the time.
 * @returns 0…1; 1 / labels when one side has all labels equally often
 * @throws RangeError when the lists are empty or differ in length.
 */
export function chanceAgreement(
  asked: readonly (string | number)[],
  given: readonly (string | number)[],
): number {
  checkPairs('chanceAgreement', asked, given, ['asked', 'given']);
  const counts = new Map<string | number, number>();
  for (const label of given) counts.set(label, (counts.get(label) ?? 0) + 1);
  let pairs = 0;
  for (const label of asked) pairs += counts.get(label) ?? 0;
  return pairs / asked.length ** 2;
}
