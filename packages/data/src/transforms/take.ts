import type { Dataset } from '../dataset.ts';
import { select } from './select.ts';

/** The first `count` examples, or all when there are fewer. */
export const take = (source: Dataset, count: number): Dataset =>
  select(
    source,
    Array.from({ length: Math.max(0, Math.min(count, source.length)) }, (_, i) => i),
  );
