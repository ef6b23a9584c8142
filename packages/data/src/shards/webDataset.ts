import { basename, join } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { stillFile } from '../node/stillFile.ts';
import { printable } from '../tar/tarHeader.ts';
import { exampleOf } from './exampleOf.ts';
import { localShards } from './localShards.ts';
import { idOf } from './memberKey.ts';
import { isFrame, memberRole } from './memberRole.ts';
import { rangeReader } from './rangeReader.ts';
import { readMembers } from './readMembers.ts';
import { scanShards } from './scanShards.ts';
import { type IndexedMember, indexedExample } from './shardIndex.ts';
import { shardPaths } from './shardPaths.ts';

export interface WebDatasetOptions {
  /** A folder from whose node_modules sharp is taken, the current one by default. */
  readonly from?: string;
  /** Where shards with an address are kept once fetched, `from`/node_modules/.cache/xm/shards by default. */
  readonly cacheDir?: string;
  readonly signal?: AbortSignal;
}

/** Examples in shards. */
export interface WebDataset extends Dataset {
  /** Extensions of members that are not read, and how many members have them: `{ '.npy': 12 }`. */
  readonly passedOver: Readonly<Record<string, number>>;
}

/**
 * Examples in tar files, as WebDataset has them: members that follow one another with the same name up to
 * its first dot are one example, whose id is that name. Pictures, sounds and videos are what their bytes say,
 * `.txt` is the text, `.texts.json` a list of several, `.json` an object with the factors (its `caption` is
 * the text where there is no `.txt`), `.cls` the factor `cls`.
 *
 * Opening reads the headers only; any example can then be had by its index, and reading in order is as
 * fast as the disk. `get` throws a DataError for an example that is damaged or cut off, has the id of
 * another, a member that is a link or leads out of the folder, or nothing that is read.
 *
 * @param source a path or an address with braces (`x-{000..012}.tar`) or without, a folder of .tar files, or
 *   a list
 * @throws DataError when a shard cannot be opened or fetched, or there is no example in them.
 * @see https://github.com/webdataset/webdataset
 */
export async function webDataset(
  source: string | readonly string[],
  options: WebDatasetOptions = {},
): Promise<WebDataset> {
  const { from, signal } = options;
  const cacheDir =
    options.cacheDir ?? join(from ?? process.cwd(), 'node_modules', '.cache', 'xm', 'shards');
  const paths = await localShards(await shardPaths(source), cacheDir, signal);
  const files = await Promise.all(paths.map((path) => stillFile(path, 'shard')));
  const indexer = await scanShards(paths, signal);
  const { passedOver } = indexer;
  const packed = indexer.finish();
  const length = packed.keyEnds.length;
  if (length === 0) {
    throw new DataError(
      `${basename(paths[0])}: there must be examples in the shards, there are none.`,
    );
  }
  const read = rangeReader();
  const some =
    (isWanted: (extension: string) => boolean) =>
    async (index: number): Promise<Example> => {
      const { key, members } = indexedExample(packed, index);
      const where = `${basename(paths[members[0].shard])}, example '${printable(key)}'`;
      const framed = members.some(({ extension }) => extension === 'frames.json');
      const known = members.filter(
        ({ extension }) => memberRole(extension) !== undefined || (framed && isFrame(extension)),
      );
      if (known.length === 0) throw nothingKnown(where, members);
      const wanted = known.filter(({ extension }) => isWanted(extension));
      return exampleOf(idOf(key), await readMembers(wanted, files, read), { source: where, from });
    };
  const about = some((extension) => aboutRoles.has(memberRole(extension)));
  return {
    ...dataset(
      length,
      some(() => true),
      about,
    ),
    passedOver,
  };
}

/** What is known of an example without its media. */
const aboutRoles = new Set<string | undefined>(['text', 'texts', 'factors', 'class']);

const nothingKnown = (source: string, members: readonly IndexedMember[]): DataError =>
  new DataError(
    `${source}: an example must have a picture, sound, video, text or factors, this one has only ` +
      `${members.map(({ extension }) => `.${extension}`).join(', ')}.`,
  );
