import { type Dataset, dataset, describe } from '../dataset.ts';

/** One dataset after the other. Ids are left as they are: see that they differ. */
export function concat(...sources: Dataset[]): Dataset {
  const starts = [0];
  for (const source of sources) starts.push(starts[starts.length - 1] + source.length);
  const place = (index: number): [Dataset, number] => {
    const which = starts.findLastIndex((start) => start <= index);
    return [sources[which], index - starts[which]];
  };
  return dataset(
    starts[sources.length],
    (index) => {
      const [source, own] = place(index);
      return source.get(own);
    },
    (index) => describe(...place(index)),
  );
}
