import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { type Modality, modalities } from '../inspect/contentHash.ts';
import { random } from '../random/random.ts';

export interface DropModalityOptions {
  /** The share of the examples that lose a modality, 0…1. */
  readonly fraction: number;
  /** What may be lost: all of them unless told otherwise. */
  readonly of?: readonly Modality[];
  /** Which examples lose something, and what, depends on it. */
  readonly seed: number;
}

/**
 * A dataset a share of whose examples lack one modality, as data do that were not collected together. What is lost is drawn
 * among those of `of` that the example has; it keeps the last one.
 *
 * @throws DataError for a fraction outside 0…1.
 */
export function dropModality(
  source: Dataset,
  { fraction, of = modalities, seed }: DropModalityOptions,
): Dataset {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new DataError(`dropModality: fraction must be within 0 and 1, got ${fraction}.`);
  }
  const order = random(seed).permutation(source.length);
  const lacking = new Set(order.subarray(0, Math.round(fraction * source.length)));
  return dataset(source.length, async (index) => {
    const example = await source.get(index);
    const there = of.filter((one) => example[one] !== undefined);
    if (!lacking.has(index) || there.length < 2) return example;
    return without(example, there[random(seed, index).integer(there.length)]);
  });
}

function without(example: Example, lost: Modality): Example {
  const { [lost]: _, ...rest } = example;
  if (lost !== 'text') return rest as Example;
  const { texts: __, ...silent } = rest as Example;
  return silent;
}
