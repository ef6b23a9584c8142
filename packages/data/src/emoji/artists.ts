import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { packageFile } from '../node/packageFile.ts';
import { plainHexcode } from './emojiNames.ts';

/** Who drew the pictures. */
export type Artist = 'google' | 'twitter' | 'openmoji';

/** The npm package with an artist's pictures, and the folder in it. */
export const artists: Record<Artist, { package: string; folder: string }> = {
  google: { package: 'emoji-datasource-google', folder: 'img/google/64' },
  twitter: { package: 'emoji-datasource-twitter', folder: 'img/twitter/64' },
  openmoji: { package: 'openmoji', folder: 'color/svg' },
};

/** The path of every picture of an artist by hexcode. */
export async function pictureFiles(from: string, artist: Artist): Promise<Map<string, string>> {
  const folder = packageFile(from, artists[artist].package, artists[artist].folder);
  const files = await readdir(folder);
  return new Map(files.map((file) => [plainHexcode(parse(file).name), join(folder, file)]));
}
