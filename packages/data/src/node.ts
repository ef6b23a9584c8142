export { type Digits, type DigitsOptions, digits } from './digits/digits.ts';
export type { Artist } from './emoji/artists.ts';
export { type Emoji, type EmojiOptions, emoji } from './emoji/emoji.ts';
export type { EmojiName } from './emoji/emojiNames.ts';
export type { Columns } from './manifest/columns.ts';
export { type ManifestOptions, manifest } from './manifest/manifest.ts';
export { folder } from './node/folder.ts';
export { type ReadOptions, readPicture } from './node/readPicture.ts';
export { readSound } from './node/readSound.ts';
