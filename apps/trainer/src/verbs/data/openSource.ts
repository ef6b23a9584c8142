import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DataError, type Dataset, type Level, shapes } from '@xm/data';
import { digits, emoji, folder, manifest, parquet, webDataset } from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import { dataHome } from '../train.ts';
import type { Context } from '../verb.ts';

/** How many of the endless shapes are looked at. */
const shapesShown = 1000;

/** What `openSource` opens, for the help of verbs. */
export const sources =
  'A source is a manifest (.csv, .tsv, .jsonl), a Parquet file, shards (x-{000..012}.tar, here or at an address), a ' +
  'folder of pictures and sounds or of shards, shapes:1 to shapes:6, emoji, or digits:DIR with the folders written ' +
  'and spoken.';

/** @throws ConfigError or DataError for what is no source, or cannot be opened. */
export async function openSource(
  source: string,
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<Dataset> {
  const [name, rest] = source.split(/:(.*)/s);
  if (name === 'shapes') {
    const level = Number(rest);
    if (![1, 2, 3, 4, 5, 6].includes(level)) {
      throw new ConfigError(
        `data: shapes must have a level of 1 to 6, as in shapes:3, got '${source}'.`,
      );
    }
    return shapes({ level: level as Level, seed: 1, size: 64, count: shapesShown, split: 'train' });
  }
  if (source === 'emoji') {
    const artists = { trainArtists: ['google', 'openmoji'], heldOutArtist: 'twitter' } as const;
    return (await emoji({ ...artists, from: dataHome(), signal })).train;
  }
  if (name === 'digits') {
    if (!rest)
      throw new DataError('data: name the folder of the digits, as in digits:path/to/digits.');
    return (await digits({ written: join(rest, 'written'), spoken: join(rest, 'spoken') })).train;
  }
  const from = dataHome();
  if (await isShards(source)) {
    const data = await webDataset(source, { from, signal });
    const passedOver = Object.entries(data.passedOver);
    if (passedOver.length > 0) {
      const counts = passedOver.map(([extension, count]) => `${extension} ${count}`).join(' · ');
      err.write(`Passed over in ${source}: ${counts}\n`);
    }
    return data;
  }
  if (extname(source) === '.parquet') return parquet(source, { from });
  return ((await isFolder(source)) ? folder : manifest)(source, { from });
}

/** Tar files by their names, or a folder with some in it. */
async function isShards(source: string): Promise<boolean> {
  if (/\.tar$/.test(source) || /^https?:/.test(source)) return true;
  return (await isFolder(source)) && (await readdir(source)).some((name) => name.endsWith('.tar'));
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
