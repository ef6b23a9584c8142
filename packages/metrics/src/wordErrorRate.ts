import { errorTally, rateOf } from './errorRate.ts';
import type { Tally } from './tallyAccumulator.ts';

/**
 * Words inserted, deleted or replaced, as a fraction of the words of all references together.
 *
 * Words are what white space parts; capitals, punctuation and Unicode forms count, so bring both sides into
 * one form before. An empty reference has no words, and what is heard in it is inserted: it raises the
 * rate. With unequal lengths this is not the mean of the texts' rates.
 * @returns 0 is best; 1 for silence; above 1 when more is inserted than was said. Chance:
 *   `chanceWordErrorRate`.
 * @throws RangeError when the lists differ in length, or no reference has a word.
 * @see Golden values: torchmetrics 1.9.0, word_error_rate; rapidfuzz 3.14.6.
 */
export const wordErrorRate = (
  references: readonly string[],
  hypotheses: readonly string[],
): number => rateOf('wordErrorRate', wordErrors(references, hypotheses));

/** For `tallyAccumulator`: errors, and words of the references. */
export const wordErrors = (references: readonly string[], hypotheses: readonly string[]): Tally =>
  errorTally('wordErrorRate', references, hypotheses, (text) => text.split(/\s+/u).filter(Boolean));
