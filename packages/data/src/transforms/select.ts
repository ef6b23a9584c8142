import { type Dataset, dataset, describe } from '../dataset.ts';

/** The examples at `indices`, in that order: what most other transforms are made of. */
export const select = (source: Dataset, indices: ArrayLike<number>): Dataset =>
  dataset(
    indices.length,
    (index) => source.get(indices[index]),
    (index) => describe(source, indices[index]),
  );
