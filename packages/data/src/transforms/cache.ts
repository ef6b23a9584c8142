import { type Dataset, dataset, describe } from '../dataset.ts';
import type { Example } from '../example.ts';

/** Keeps every example in memory once it has been read. A failed read is tried again next time. */
export function cache(source: Dataset): Dataset {
  const kept = new Map<number, Promise<Example>>();
  const get = (index: number): Promise<Example> => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const read = source.get(index);
    kept.set(index, read);
    read.catch(() => kept.delete(index));
    return read;
  };
  return dataset(source.length, get, source.describe && ((index) => describe(source, index)));
}
