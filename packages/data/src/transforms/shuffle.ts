import type { Dataset } from '../dataset.ts';
import { random } from '../random/random.ts';
import { select } from './select.ts';

/** The same examples in an order that depends on `seed` alone. `batches` shuffles by itself. */
export const shuffle = (source: Dataset, seed: number): Dataset =>
  select(source, random(seed).permutation(source.length));
