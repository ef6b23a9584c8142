import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../dataError.ts';
import { listFolder } from '../node/listFolder.ts';
import { expandBraces } from './expandBraces.ts';

export const isUrl = (path: string): boolean => /^https?:\/\//i.test(path);

/**
 * The shards that a source names, in order: a path or an address, with braces or without, a folder with
 * .tar files in it, or a list of these.
 *
 * @throws DataError when it names none, or one twice.
 */
export async function shardPaths(source: string | readonly string[]): Promise<string[]> {
  const patterns = typeof source === 'string' ? [source] : source;
  const paths: string[] = [];
  for (const path of patterns.flatMap(expandBraces)) {
    paths.push(...(!isUrl(path) && (await isFolder(path)) ? await tarsIn(path) : [path]));
  }
  if (paths.length === 0)
    throw new DataError('webDataset: there must be a shard, the list is empty.');
  const seen = new Set<string>();
  const twice = paths.find((path) => seen.size === seen.add(path).size);
  if (twice !== undefined) {
    throw new DataError(`webDataset: each shard must be named once, ${twice} is named twice.`);
  }
  return paths;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function tarsIn(folder: string): Promise<string[]> {
  const tars = (await listFolder(folder)).filter(({ name }) => name.endsWith('.tar'));
  if (tars.length > 0) return tars.map(({ name }) => join(folder, name));
  throw new DataError(`${folder}: there must be .tar files in it, there are none. Check the path.`);
}
