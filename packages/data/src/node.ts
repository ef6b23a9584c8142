export { type CocoOptions, coco } from './captions/coco.ts';
export { type FlickrOptions, flickr } from './captions/flickr.ts';
export { type Digits, type DigitsOptions, digits } from './digits/digits.ts';
export { digitsToJudgeBy } from './digits/digitsToJudgeBy.ts';
export { type DownloadOptions, download } from './download/download.ts';
export type { Artist } from './emoji/artists.ts';
export { type Emoji, type EmojiOptions, emoji } from './emoji/emoji.ts';
export type { EmojiName } from './emoji/emojiNames.ts';
export type { Columns } from './manifest/columns.ts';
export { type ManifestOptions, manifest } from './manifest/manifest.ts';
export { decodeMedia, type MediaOptions } from './node/decodeMedia.ts';
export type { ReadOptions } from './node/decodePicture.ts';
export type { SoundOptions } from './node/decodeSound.ts';
export { cacheOnDisk, type DiskCache, diskCache } from './node/diskCache.ts';
export { type FolderOptions, folder } from './node/folder.ts';
export { readPicture } from './node/readPicture.ts';
export { readSound } from './node/readSound.ts';
export { serveData } from './node/serveData.ts';
export type { SplitName } from './node/splitName.ts';
export { decodeVideo } from './node/video/decodeVideo.ts';
export { readVideo, type VideoOptions } from './node/video/readVideo.ts';
export { writeMp4 } from './node/video/writeMp4.ts';
export { type ParquetOptions, parquet } from './parquet/parquet.ts';
export type { TableColumns } from './parquet/tableColumns.ts';
export { type WrittenParquet, writeParquet } from './parquet/writeParquet.ts';
export { downloadRecipe, type RecipeOptions } from './recipes/downloadRecipe.ts';
export { type Recipe, type RecipeFile, recipes } from './recipes/recipes.ts';
export type { BadExamples, WriteOptions } from './shards/encodedExamples.ts';
export { type WebDataset, type WebDatasetOptions, webDataset } from './shards/webDataset.ts';
export {
  type ShardOptions,
  type WrittenShards,
  writeWebDataset,
} from './shards/writeWebDataset.ts';
