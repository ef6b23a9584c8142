import { checkPairs } from './pairs.ts';
import type { Tally } from './tallyAccumulator.ts';

/**
 * Fraction of texts that are right as a whole: the same string, letter for letter.
 *
 * @returns 0…1, higher is better. Chance: `chanceAgreement` of both lists, 1 / captions when all are as
 *   frequent.
 * @throws RangeError when the lists are empty or differ in length.
 */
export function exactMatch(references: readonly string[], hypotheses: readonly string[]): number {
  const { sum, count } = exactMatches(references, hypotheses);
  return sum / count;
}

/** For `tallyAccumulator`: texts that are right, and all. */
export function exactMatches(references: readonly string[], hypotheses: readonly string[]): Tally {
  checkPairs('exactMatch', references, hypotheses);
  const sum = references.filter((text, i) => text === hypotheses[i]).length;
  return { sum, count: references.length };
}
