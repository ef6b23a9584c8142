import { open, readFile, rename } from 'node:fs/promises';
import { DataError } from '@xm/data';

/**
 * Writes a file so that whatever happens there is either the old one or the whole new one: beside it
 * first, forced to the disk, then renamed.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.part`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

/** The bytes of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws DataError when the file is missing. */
export async function readWhole(path: string, remedy: string): Promise<Uint8Array> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) throw new DataError(`${path}: there is no such file. ${remedy}`);
  return bytes;
}

/** @throws DataError when the file is missing or is not JSON. */
export async function readJson(path: string, remedy: string): Promise<unknown> {
  const bytes = await readWhole(path, remedy);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DataError(`${path}: this is not valid JSON (${(error as Error).message}). ${remedy}`);
  }
}
