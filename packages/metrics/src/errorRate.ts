import { editDistance } from './editDistance.ts';
import { checkPairs } from './pairs.ts';
import type { Tally } from './tallyAccumulator.ts';

/** Errors in the hypotheses, and how many units their references have: a tally of an error rate. */
export function errorTally(
  caller: string,
  references: readonly string[],
  hypotheses: readonly string[],
  unitsOf: (text: string) => readonly string[],
): Tally {
  checkPairs(caller, references, hypotheses);
  let sum = 0;
  let count = 0;
  references.forEach((reference, i) => {
    const units = unitsOf(reference);
    sum += editDistance(units, unitsOf(hypotheses[i]));
    count += units.length;
  });
  return { sum, count };
}

/** @throws RangeError when there is nothing that could be wrong. */
export function rateOf(caller: string, { sum, count }: Tally): number {
  if (count > 0) return sum / count;
  throw new RangeError(
    `${caller}: the references must hold something, got only empty ones. Measure texts that say something.`,
  );
}
