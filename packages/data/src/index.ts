export {
  type Batch,
  type BatchOptions,
  type BatchStream,
  batches,
  type Cursor,
} from './batches.ts';
export { DataError } from './dataError.ts';
export { type Dataset, dataset, fromExamples } from './dataset.ts';
export type { Example } from './example.ts';
export { blankPicture, type Colour, type Picture } from './pictures/picture.ts';
export { resize } from './pictures/resize.ts';
export { type DecodeOptions, decodePng } from './png/decodePng.ts';
export { encodePng } from './png/encodePng.ts';
export { type Random, random } from './random/random.ts';
export { cache } from './transforms/cache.ts';
export { concat } from './transforms/concat.ts';
export { filter } from './transforms/filter.ts';
export { map } from './transforms/map.ts';
export { select } from './transforms/select.ts';
export { shard } from './transforms/shard.ts';
export { shuffle } from './transforms/shuffle.ts';
export { split } from './transforms/split.ts';
export { take } from './transforms/take.ts';
