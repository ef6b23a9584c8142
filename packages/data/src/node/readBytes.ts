import { open, readFile } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/**
 * All bytes of a file.
 *
 * @param what it is, for the message: 'picture'
 * @throws DataError when it cannot be opened.
 */
export const readBytes = (path: string, what: string): Promise<Uint8Array> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(`${path}: the ${what} cannot be opened (${error.code}). Check the path.`);
  });

/** The first bytes of a file, at most `count`: none where it cannot be opened. */
export async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return new Uint8Array(0);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array(0);
  } finally {
    await file.close();
  }
}
