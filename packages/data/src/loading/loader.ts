import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { type Random, random } from '../random/random.ts';

/** A random change of an example. All chance comes from `random`. */
export type Transform = (example: Example, random: Random) => Example | Promise<Example>;

/** An example, or why it cannot be had. */
export type Loaded =
  | { readonly index: number; readonly example: Example }
  | { readonly index: number; readonly reason: string };

/** Reads and changes examples for `batches`, here or on other threads. */
export interface Loader {
  /**
   * Examples in the order of `indices`, changed as (seed, epoch, index) say. Damaged ones are outcomes.
   *
   * @throws any error that is not a DataError.
   */
  load(seed: number, epoch: number, indices: Uint32Array): Promise<readonly Loaded[]>;
  /** Ends all work. What is still being loaded fails, for `reason`. */
  close(reason?: Error): void;
}

/** Keeps the shuffling of an epoch apart from the changes of its examples. */
export const streams = { order: 0, change: 1 };

/** Reads on the thread that asks. */
export const localLoader = (source: Dataset, transform: Transform | undefined): Loader => ({
  load: (seed, epoch, indices) =>
    Promise.all(
      Array.from(indices, async (index): Promise<Loaded> => {
        try {
          const example = await source.get(index);
          if (transform === undefined) return { index, example };
          const stream = random(seed, streams.change, epoch, index);
          return { index, example: await transform(example, stream) };
        } catch (error) {
          if (error instanceof DataError) return { index, reason: error.message };
          throw error;
        }
      }),
    ),
  close() {},
});
