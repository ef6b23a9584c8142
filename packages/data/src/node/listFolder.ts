import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/**
 * What is in a folder, in the order of the names.
 *
 * @throws DataError when it cannot be opened.
 */
export async function listFolder(path: string): Promise<Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new DataError(`${path}: the folder cannot be opened (${error.code}). Check the path.`);
    },
  );
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
