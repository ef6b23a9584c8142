import type { Dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { select } from './select.ts';

export interface FilterOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The examples for which `keep` holds. Reads every example once, now, and keeps their indices.
 *
 * @throws DataError for an example that is damaged. @throws the signal's reason.
 */
export async function filter(
  source: Dataset,
  keep: (example: Example, index: number) => boolean | Promise<boolean>,
  { signal, onProgress }: FilterOptions = {},
): Promise<Dataset> {
  const kept: number[] = [];
  for (let index = 0; index < source.length; index++) {
    signal?.throwIfAborted();
    if (await keep(await source.get(index), index)) kept.push(index);
    onProgress?.(index + 1, source.length);
  }
  return select(source, kept);
}
