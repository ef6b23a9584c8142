import { DataError } from './dataError.ts';
import type { Example } from './example.ts';

/** Examples by index. The same index always gives the same example. */
export interface Dataset {
  readonly length: number;
  /** @throws DataError when `index` is not in 0 … length−1, or the example is damaged. */
  get(index: number): Promise<Example>;
}

/** A dataset over examples in memory. */
export const fromExamples = (examples: readonly Example[]): Dataset =>
  dataset(examples.length, async (index) => examples[index]);

/** A dataset of `length` examples that `read` gives by index. Indices are checked here, once for all. */
export const dataset = (length: number, read: (index: number) => Promise<Example>): Dataset => ({
  length,
  async get(index) {
    if (Number.isInteger(index) && index >= 0 && index < length) return read(index);
    const range = length === 0 ? 'this dataset is empty' : `use 0 to ${length - 1}`;
    throw new DataError(`dataset: there is no example ${index}; ${range}.`);
  },
});
