import { readFile } from 'node:fs/promises';
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
