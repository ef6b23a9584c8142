import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset, describe } from '../dataset.ts';
import type { Example } from '../example.ts';
import { pack, unpack } from '../loading/pack.ts';

/** Values kept in files that are named for what the values were made from. */
export interface DiskCache {
  /**
   * What `make` gives: read from the disk where it was made before.
   *
   * @param key all that the value depends on, the maker's version included, as JSON tells it
   * @param make gives plain values, with typed arrays, whose numbers are finite
   * @throws DataError when the file cannot be written: a full disk, a folder without leave.
   */
  get<T>(key: unknown, make: () => Promise<T>): Promise<T>;
}

/**
 * A cache in a folder, which is made when needed and may be deleted at any time. Several processes may
 * share it: a file appears whole or not at all, and one that is damaged is made anew.
 */
export function diskCache(folder: string): DiskCache {
  const making = new Map<string, Promise<unknown>>();

  async function readOrMake(path: string, make: () => Promise<unknown>): Promise<unknown> {
    const kept = await read(path);
    if (kept !== undefined) return kept.value;
    const value = await make();
    await write(path, value);
    return value;
  }

  return {
    get<T>(key: unknown, make: () => Promise<T>) {
      const name = createHash('sha256').update(JSON.stringify(key)).digest('hex');
      const path = join(folder, name.slice(0, 2), name.slice(2));
      const begun = making.get(path) as Promise<T> | undefined;
      if (begun !== undefined) return begun;
      const value = readOrMake(path, make).finally(() => making.delete(path)) as Promise<T>;
      making.set(path, value);
      return value;
    },
  };
}

/**
 * The examples of `source`, kept on the disk once they were read.
 *
 * @param key what the examples depend on: where they come from and how they were changed
 */
export const cacheOnDisk = (source: Dataset, cache: DiskCache, key: unknown): Dataset =>
  dataset(
    source.length,
    (index) => cache.get<Example>([key, index], () => source.get(index)),
    source.describe && ((index) => describe(source, index)),
  );

const digestBytes = 32;
const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

async function read(path: string): Promise<{ value: unknown } | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  // A copy of its own, since small Buffers share one block of memory.
  const packed = Uint8Array.from(bytes.subarray(digestBytes));
  if (!digest(packed).equals(bytes.subarray(0, digestBytes))) return undefined;
  return { value: unpack(packed) };
}

async function write(path: string, value: unknown): Promise<void> {
  const packed = pack(value);
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, Buffer.concat([digest(packed), packed]));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    const remedy = code === 'ENOSPC' ? 'Free some space on its disk' : 'See that it can be written';
    throw new DataError(
      `${dirname(path)}: the cache cannot be written (${code}). ${remedy}, or do without the cache.`,
    );
  }
}
