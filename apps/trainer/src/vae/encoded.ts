import { setImmediate } from 'node:timers/promises';
import { type Dataset, random } from '@xm/data';
import { dispose } from '@xm/tensor-ops';
import type { VaeBatch, VaeModel } from '@xm/vae';

/** Places of training examples that something is fitted to which draws latents: at most so many, by chance. */
export const placesIn = ({ length }: Dataset, seed: number, most: number): number[] =>
  Array.from(random(seed, 2).permutation(length).subarray(0, most));

/** The examples at some places as batches, each freed when the next one is asked for. */
export async function* encoded(
  { collate }: VaeModel,
  source: Dataset,
  places: readonly number[],
  size: number,
): AsyncGenerator<VaeBatch> {
  for (let at = 0; at < places.length; at += size) {
    const examples = await Promise.all(places.slice(at, at + size).map((i) => source.get(i)));
    const batch = collate(examples);
    yield batch;
    dispose(batch as never);
    // What comes from memory comes without waiting: signals need a turn of their own.
    await setImmediate();
  }
}
