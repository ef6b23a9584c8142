import type { Example } from '../example.ts';
import type { Random } from '../random/random.ts';

/**
 * The example with one of its texts, drawn uniformly: for the `transform` of `batches`, which draws anew in
 * each epoch by (seed, epoch, index). One with a single text, or none, stays as it is.
 */
export function drawText(example: Example, random: Random): Example {
  const { texts } = example;
  return texts === undefined ? example : { ...example, text: texts[random.integer(texts.length)] };
}
