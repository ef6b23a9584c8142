import { errorTally, rateOf } from './errorRate.ts';
import type { Tally } from './tallyAccumulator.ts';

/**
 * Characters inserted, deleted or replaced, as a fraction of the characters of all references together.
 *
 * A character is a Unicode code point, white space included. Empty references count as in `wordErrorRate`.
 * @returns 0 is best; 1 for silence; above 1 when more is inserted than was said. Chance: what the hypotheses get
 *   in another order; less than 1, since letters coincide.
 * @throws RangeError when the lists differ in length, or no reference has a character.
 * @see Golden values: torchmetrics 1.9.0, char_error_rate; rapidfuzz 3.14.6.
 */
export const characterErrorRate = (
  references: readonly string[],
  hypotheses: readonly string[],
): number => rateOf('characterErrorRate', characterErrors(references, hypotheses));

/** For `tallyAccumulator`: errors, and characters of the references. */
export const characterErrors = (
  references: readonly string[],
  hypotheses: readonly string[],
): Tally => errorTally('characterErrorRate', references, hypotheses, (text) => [...text]);
