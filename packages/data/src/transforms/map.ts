import { type Dataset, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';

/** Every example through `change`, when it is asked for. For random changes see `batches`. */
export const map = (
  source: Dataset,
  change: (example: Example, index: number) => Example | Promise<Example>,
): Dataset => dataset(source.length, async (index) => change(await source.get(index), index));
