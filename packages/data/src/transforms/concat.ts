import { type Dataset, dataset } from '../dataset.ts';

/** One dataset after the other. Ids are left as they are: see that they differ. */
export function concat(...sources: Dataset[]): Dataset {
  const starts = [0];
  for (const source of sources) starts.push(starts[starts.length - 1] + source.length);
  return dataset(starts[sources.length], (index) => {
    const which = starts.findLastIndex((start) => start <= index);
    return sources[which].get(index - starts[which]);
  });
}
