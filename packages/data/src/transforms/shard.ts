import { DataError } from '../dataError.ts';
import { type Dataset, dataset, describe } from '../dataset.ts';

/**
 * Part `index` of `count` parts that together hold every example once: index, index + count, …
 *
 * @throws DataError unless 0 ≤ index < count, both integers.
 */
export function shard(source: Dataset, index: number, count: number): Dataset {
  if (!Number.isInteger(index) || !Number.isInteger(count) || index < 0 || index >= count) {
    throw new DataError(
      `shard: index must be an integer in 0 to count - 1, got index ${index} and count ${count}.`,
    );
  }
  const length = Math.ceil(Math.max(0, source.length - index) / count);
  return dataset(
    length,
    (i) => source.get(index + i * count),
    (i) => describe(source, index + i * count),
  );
}
