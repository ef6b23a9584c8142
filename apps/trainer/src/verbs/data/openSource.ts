import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { concat, type Dataset, type Level, shapes } from '@xm/data';
import {
  coco,
  digits,
  diskCache,
  emoji,
  flickr,
  folder,
  manifest,
  parquet,
  webDataset,
} from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import { speaker } from '../../speech/speaker.ts';
import { cacheFolder } from '../cacheFolder.ts';
import { dataHome } from '../train.ts';
import type { Context } from '../verb.ts';

/** How many of the endless shapes are in each split. */
const shown = { pictures: 250, videos: 25 } as const;

/** What `openSource` opens, for the help of verbs. */
export const sources =
  'A source is a manifest (.csv, .tsv, .jsonl), a Parquet file, shards (x-{000..012}.tar, here or at an address), a ' +
  'folder of pictures and sounds or of shards, coco:PICTURES,CAPTIONS.json, flickr:DIR, shapes:1 to shapes:6 (shapes:1:spoken says the captions, too), emoji, or digits:DIR with the folders written ' +
  'and spoken.';

/** The datasets of a source by the names of its splits; one that has no name of its own is called as the source. */
export type Splits = Readonly<Record<string, Dataset>>;

/** @throws ConfigError or DataError for what is no source, or cannot be opened. */
export async function openSource(
  source: string,
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<Splits> {
  const [name, rest] = source.split(/:(.*)/s);
  const from = dataHome();
  if (name === 'shapes') return openShapes(source, rest ?? '');
  if (source === 'emoji') {
    const artists = { trainArtists: ['google', 'openmoji'], heldOutArtist: 'twitter' } as const;
    const { train, heldOut } = await emoji({ ...artists, from, signal });
    return { train, heldOut };
  }
  if (name === 'digits') {
    if (!rest)
      throw new ConfigError('data: name the folder of the digits, as in digits:path/to/digits.');
    const found = await digits({ written: join(rest, 'written'), spoken: join(rest, 'spoken') });
    return { train: found.train, test: found.test };
  }
  if (await isShards(source)) {
    const data = await webDataset(source, { from, signal });
    const passedOver = Object.entries(data.passedOver);
    if (passedOver.length > 0) {
      const counts = passedOver.map(([extension, count]) => `${extension} ${count}`).join(' · ');
      err.write(`Passed over in ${source}: ${counts}\n`);
    }
    return { [source]: data };
  }
  if (name === 'coco') {
    const [images = '', annotations = ''] = (rest ?? '').split(',');
    if (annotations === '') {
      throw new ConfigError(
        'data: name the pictures and their captions, as in coco:val2017,captions_val2017.json.',
      );
    }
    return { [source]: await coco(annotations, { images, from }) };
  }
  if (name === 'flickr') return { [source]: await flickr(rest || '.', { from }) };
  if (extname(source) === '.parquet') return { [source]: await parquet(source, { from }) };
  return { [source]: await ((await isFolder(source)) ? folder : manifest)(source, { from }) };
}

/** Pictures and, but for level 6, videos; spoken when asked for, which takes some 25 ms each. */
function openShapes(source: string, rest: string): Splits {
  const [first, spoken] = rest.split(/:(.*)/s);
  const level = Number(first);
  if ((spoken !== undefined && spoken !== 'spoken') || ![1, 2, 3, 4, 5, 6].includes(level)) {
    throw new ConfigError(
      `data: shapes must have a level of 1 to 6, as in shapes:3 or shapes:3:spoken, got '${source}'.`,
    );
  }
  const speak = speaker(diskCache(cacheFolder('speech')));
  const common = {
    level: level as Level,
    seed: 1,
    size: 64,
    ...(spoken ? { speak } : {}),
  } as const;
  const data = (split: 'train' | 'test'): Dataset => {
    const pictures = shapes({ ...common, split, count: shown.pictures });
    if (level === 6) return pictures;
    return concat(pictures, shapes({ ...common, split, count: shown.videos, motion: true }));
  };
  return { train: data('train'), test: data('test') };
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
