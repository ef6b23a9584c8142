import { type FileHandle, open } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/**
 * Opens a file to read it. The caller closes it.
 *
 * @param what it is, for the message: 'shard'
 * @throws DataError when it cannot be opened.
 */
export const openFile = (path: string, what: string): Promise<FileHandle> =>
  open(path).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(`${path}: the ${what} cannot be opened (${error.code}). Check the path.`);
  });
