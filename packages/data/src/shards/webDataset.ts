import { basename, join } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { printable } from '../tar/tarHeader.ts';
import { exampleOf } from './exampleOf.ts';
import { localShards } from './localShards.ts';
import { idOf } from './memberKey.ts';
import { isFrame, memberRole } from './memberRole.ts';
import { type ReadRange, rangeReader, smallGap } from './rangeReader.ts';
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
 * `.txt` is the text, `.json` an object with the factors (its `caption` is the text where there is no `.txt`),
 * `.cls` the factor `cls`.
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
  const examples = dataset(length, async (index) => {
    const { key, members } = indexedExample(packed, index);
    const shard = basename(paths[members[0].shard]);
    const files = await readMembers(members, paths, read);
    const where = `${shard}, example '${printable(key)}'`;
    if (files.size === 0) {
      throw new DataError(
        `${where}: an example must have a picture, sound, video, text or factors, this one has only ` +
          `${members.map(({ extension }) => `.${extension}`).join(', ')}.`,
      );
    }
    return exampleOf(idOf(key), files, { source: where, from });
  });
  return { ...examples, passedOver };
}

/** The bytes of the members that have a role, by extension. What lies close together is read at once. */
async function readMembers(
  members: readonly IndexedMember[],
  paths: readonly string[],
  read: ReadRange,
): Promise<Map<string, Uint8Array>> {
  const framed = members.some(({ extension }) => extension === 'frames.json');
  const files = new Map<string, Uint8Array>();
  let run: IndexedMember[] = [];
  const readRun = async (): Promise<void> => {
    if (run.length === 0) return;
    const [{ shard, offset: start }] = run;
    const last = run[run.length - 1];
    const bytes = await read(paths[shard], start, last.offset + last.size);
    for (const { extension, offset, size } of run) {
      files.set(extension, bytes.subarray(offset - start, offset - start + size));
    }
    run = [];
  };
  for (const member of members) {
    const { extension, shard, offset } = member;
    const wanted = memberRole(extension) !== undefined || (framed && isFrame(extension));
    if (!wanted) continue;
    const before = run[run.length - 1];
    if (before && (before.shard !== shard || offset - before.offset - before.size > smallGap)) {
      await readRun();
    }
    run.push(member);
  }
  await readRun();
  return files;
}
