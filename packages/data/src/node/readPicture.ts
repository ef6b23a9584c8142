import type { Picture } from '../pictures/picture.ts';
import { decodePicture, type ReadOptions } from './decodePicture.ts';
import { readBytes } from './readBytes.ts';

/**
 * The picture in a file. What it is, is told by its first bytes, not by its name: see `decodePicture`.
 *
 * @throws DataError when the file is missing, damaged, too large or of another kind.
 */
export async function readPicture(path: string, options: ReadOptions = {}): Promise<Picture> {
  return decodePicture(await readBytes(path, 'picture'), { ...options, source: path });
}
