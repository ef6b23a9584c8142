import { open, stat } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/**
 * Some bytes of a file, fewer where it ends before.
 *
 * @param what it is, for the message: 'picture'   @param start from the file's end when it is negative
 * @throws DataError when it cannot be opened, or is no file: of a pipe nobody knows when it answers.
 */
export async function readPart(
  path: string,
  what: string,
  start: number,
  length: number,
): Promise<Uint8Array> {
  const cannot = (reason: string | undefined): DataError =>
    new DataError(`${path}: the ${what} cannot be opened (${reason}). Check the path.`);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw cannot(error.code);
  });
  if (!found.isFile()) throw cannot('it is not a file');
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw cannot(error.code);
  });
  try {
    const at = start < 0 ? Math.max(0, found.size + start) : start;
    const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
