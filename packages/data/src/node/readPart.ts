import { DataError } from '../dataError.ts';
import { fileCalls } from './fileCalls.ts';

/**
 * Some bytes of a file, fewer where it ends before.
 *
 * @param what it is, for the message: 'picture'   @param start from the file's end when it is negative
 * @throws DataError when it cannot be opened, or is no file.
 */
export async function readPart(
  path: string,
  what: string,
  start: number,
  length: number,
): Promise<Uint8Array> {
  const cannot = (reason: string | undefined): DataError =>
    new DataError(`${path}: the ${what} cannot be opened (${reason}). Check the path.`);
  const bytes = await fileCalls.part(path, start, length).catch((error: NodeJS.ErrnoException) => {
    throw cannot(error.code);
  });
  if (bytes === undefined) throw cannot('it is not a file');
  return bytes;
}
