import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { type EncodedExample, encodeExample } from './encodeExample.ts';
import { exactText } from './exactText.ts';

export interface WriteOptions {
  /** What to do with an example that cannot be had or written: stop, or list it and go on. 'throw' by default. */
  readonly onBad?: 'throw' | 'skip';
  readonly signal?: AbortSignal;
  /** Called with how many examples are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was left out. */
export interface BadExamples {
  readonly count: number;
  readonly items: readonly { readonly index: number; readonly reason: string }[];
}

/**
 * All examples of a dataset in order, in bytes.
 *
 * @param left where those that are left out are listed
 * @throws DataError at the first bad one, unless `onBad` is 'skip'.
 */
export async function* encodedExamples(
  source: Dataset,
  options: WriteOptions,
  left: { index: number; reason: string }[],
): AsyncGenerator<{ id: string; encoded: EncodedExample }, void, undefined> {
  const { onBad = 'throw', signal, onProgress } = options;
  const ids = new Set<string>();
  for (let index = 0; index < source.length; index++) {
    signal?.throwIfAborted();
    try {
      const example = await source.get(index);
      const { id } = example;
      const where = `example ${index} ('${id}')`;
      exactText(id, where);
      if (id === '' || /[\0\ufffd]/.test(id)) {
        throw new DataError(`${where}: an id must be a text without zeros. Give it another.`);
      }
      if (ids.has(id)) throw new DataError(`${where}: ids must differ, this one came before.`);
      const encoded = encodeExample(example, where);
      ids.add(id);
      yield { id, encoded };
    } catch (error) {
      if (onBad === 'throw' || !(error instanceof DataError)) throw error;
      left.push({ index, reason: error.message });
    }
    onProgress?.(index + 1, source.length);
  }
}
