import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, fromExamples } from '../dataset.ts';
import type { Example } from '../example.ts';
import { packageFile } from '../node/packageFile.ts';
import type { Picture } from '../pictures/picture.ts';
import { type Artist, artists, pictureFiles } from './artists.ts';
import { drawAll } from './drawAll.ts';
import { type EmojiName, emojiNames } from './emojiNames.ts';
import { pictureCache } from './pictureCache.ts';

export interface EmojiOptions {
  /** Whose pictures `train` holds. */
  readonly trainArtists: readonly Artist[];
  /** Whose pictures `heldOut` holds: a hand never seen in training. */
  readonly heldOutArtist: Artist;
  /** Width and height of the pictures, 64 unless told otherwise. */
  readonly size?: number;
  /** Language of the names: a folder of emojibase-data, 'en' unless told otherwise. */
  readonly language?: string;
  /** The folder from whose node_modules the packages are taken, the current one by default. */
  readonly from?: string;
  /** Where pictures are kept once made, `from`/node_modules/.cache/xm by default. */
  readonly cacheDir?: string;
  readonly signal?: AbortSignal;
  /** Called with how many pictures are ready, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Emoji {
  /** Every name drawn by the first artist, then every name by the next one. */
  readonly train: Dataset;
  /** Every name once, in the same order. */
  readonly heldOut: Dataset;
  /** The names that all these artists have drawn. */
  readonly names: readonly EmojiName[];
}

/**
 * Real pictures with real words: about 1,900 emoji by several artists, without skin tones.
 *
 * An example has id 'google/1F34E', an image, text 'red apple fruit …' and factors `name`, `artist`
 * and `group`. All pictures are in memory when this resolves.
 *
 * @throws DataError when a package is missing (with the command that installs it) or damaged.
 */
export async function emoji(options: EmojiOptions): Promise<Emoji> {
  const { trainArtists, heldOutArtist, size = 64, language = 'en', signal } = options;
  const from = options.from ?? process.cwd();
  const cacheDir = options.cacheDir ?? join(from, 'node_modules', '.cache', 'xm');
  const everyone = [...trainArtists, heldOutArtist];
  if (trainArtists.length === 0 || new Set(everyone).size < everyone.length) {
    throw new DataError(
      'emoji: trainArtists must hold at least one artist, each once, and not the heldOutArtist, ' +
        `got [${trainArtists.join(', ')}] and ${heldOutArtist}.`,
    );
  }

  const allNames = await emojiNames(from, language);
  const files = await Promise.all(everyone.map((artist) => pictureFiles(from, artist)));
  const names = allNames.filter(({ hexcode }) => files.every((paths) => paths.has(hexcode)));

  const parts: Example[][] = [];
  for (const [turn, artist] of everyone.entries()) {
    const done = turn * names.length;
    const pictures = await picturesOf(
      { artist, from, size, cacheDir },
      names.map(({ hexcode }) => files[turn].get(hexcode)!),
      (ready) => {
        signal?.throwIfAborted();
        options.onProgress?.(done + ready, everyone.length * names.length);
      },
    );
    parts.push(names.map((name, i) => exampleOf(artist, name, pictures[i])));
  }
  const heldOut = parts.pop()!;
  return { train: fromExamples(parts.flat()), heldOut: fromExamples(heldOut), names };
}

const exampleOf = (artist: Artist, name: EmojiName, image: Picture): Example => ({
  id: `${artist}/${name.hexcode}`,
  image,
  text: name.text,
  factors: { name: name.name, artist, group: name.group },
});

interface Source {
  readonly artist: Artist;
  readonly from: string;
  readonly size: number;
  readonly cacheDir: string;
}

async function picturesOf(
  { artist, from, size, cacheDir }: Source,
  paths: readonly string[],
  onReady: (ready: number) => void,
): Promise<Picture[]> {
  const manifest = packageFile(from, artists[artist].package, 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const places = paths.map((path) => path.slice(manifest.length - 'package.json'.length));
  const cache = pictureCache(cacheDir, [artist, version, ...places], paths.length, size);
  const known = await cache.read();
  if (known !== undefined) {
    onReady(known.length);
    return known;
  }
  const pictures = await drawAll(paths, { from, size }, onReady);
  await cache.write(pictures);
  return pictures;
}
