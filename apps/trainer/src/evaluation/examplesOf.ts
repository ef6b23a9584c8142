import type { Dataset, Example } from '@xm/data';

/** The first examples of a dataset. */
export const examplesOf = async (source: Dataset, most: number): Promise<Example[]> =>
  Promise.all(Array.from({ length: Math.min(most, source.length) }, (_, i) => source.get(i)));
