import type { Dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { select } from './select.ts';

/** The examples for which `keep` holds. Reads every example once, now, and keeps their indices. */
export async function filter(
  source: Dataset,
  keep: (example: Example, index: number) => boolean | Promise<boolean>,
): Promise<Dataset> {
  const kept: number[] = [];
  for (let index = 0; index < source.length; index++) {
    if (await keep(await source.get(index), index)) kept.push(index);
  }
  return select(source, kept);
}
