import { DataError } from './dataError.ts';
import type { Example } from './example.ts';

/** What is known of an example without its media. */
export type Description = Pick<Example, 'id' | 'text' | 'texts' | 'factors'>;

/** Examples by index. The same index always gives the same example. */
export interface Dataset {
  readonly length: number;
  /** @throws DataError when `index` is not in 0 … length−1, or the example is damaged. */
  get(index: number): Promise<Example>;
  /** What `get` gives, without reading media; left out where that is no cheaper. Ask through `describe`. */
  describe?(index: number): Promise<Description>;
}

/** What is known of an example: cheaply where the dataset can, else the whole example. */
export const describe = (source: Dataset, index: number): Promise<Description> =>
  source.describe === undefined ? source.get(index) : source.describe(index);

/** A dataset over examples in memory. */
export const fromExamples = (examples: readonly Example[]): Dataset =>
  dataset(examples.length, async (index) => examples[index]);

/**
 * A dataset of `length` examples that `read` gives by index. Indices are checked here, once for all.
 *
 * @param about what is known of an example without reading its media
 */
export function dataset(
  length: number,
  read: (index: number) => Promise<Example>,
  about?: (index: number) => Promise<Description>,
): Dataset {
  const checked =
    <T>(give: (index: number) => Promise<T>) =>
    async (index: number): Promise<T> => {
      if (Number.isInteger(index) && index >= 0 && index < length) return give(index);
      const range = length === 0 ? 'this dataset is empty' : `use 0 to ${length - 1}`;
      throw new DataError(`dataset: there is no example ${index}; ${range}.`);
    };
  const get = checked(read);
  return about === undefined ? { length, get } : { length, get, describe: checked(about) };
}
