import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from '../dataError.ts';
import { orDataError } from '../node/partFile.ts';
import { readTar } from '../tar/readTar.ts';
import type { RecipeFile } from './recipes.ts';

/**
 * Unpacks a file into a folder. Of an archive, what is in `inside` comes there, and nothing else.
 *
 * @throws DataError when it is damaged, or the disk is full.
 */
export async function unpack(
  path: string,
  { packed, inside }: Pick<RecipeFile, 'packed' | 'inside'>,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const stream = gunzipped(path);
  if (packed === 'gz') {
    const to = join(folder, basename(path, '.gz'));
    await orDataError(to, writeFile(to, stream, signal ? { signal } : {}));
    return;
  }
  const within = inside === undefined ? '' : `${inside}/`;
  let files = 0;
  for await (const { name, bytes } of readTar(stream, basename(path))) {
    signal?.throwIfAborted();
    if (!name.startsWith(within)) continue;
    const to = join(folder, name.slice(within.length));
    await orDataError(to, mkdir(dirname(to), { recursive: true }));
    await orDataError(to, writeFile(to, bytes));
    files++;
  }
  if (files > 0) return;
  throw new DataError(`${path}: the archive must have files in '${inside}', it has none.`);
}

async function* gunzipped(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip();
  // What goes wrong in reading also ends the unpacking.
  pipeline(createReadStream(path), gunzip, () => {});
  try {
    yield* gunzip;
  } catch (error) {
    throw new DataError(
      `${path}: it cannot be unpacked (${(error as Error).message}). Fetch it again.`,
    );
  }
}
