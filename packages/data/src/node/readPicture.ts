import { DataError } from '../dataError.ts';
import { type Colour, type Picture, white } from '../pictures/picture.ts';
import { pictureFormat } from '../pictures/pictureFormat.ts';
import { decodePng } from '../png/decodePng.ts';
import { readBytes } from './readBytes.ts';
import { decodeWithSharp } from './sharp.ts';

export interface ReadOptions {
  /** What shows through where the picture is transparent. White unless told otherwise. */
  readonly background?: Colour;
  /** A folder from whose node_modules sharp is taken. The current one unless told otherwise. */
  readonly from?: string;
}

/**
 * The picture in a file. What it is, is told by its first bytes, not by its name. PNG is read here;
 * JPEG, WebP, GIF, AVIF, TIFF and SVG by sharp, where that is installed.
 *
 * @throws DataError when the file is missing, damaged, too large or of another kind.
 */
export async function readPicture(path: string, options: ReadOptions = {}): Promise<Picture> {
  const { background = white, from = process.cwd() } = options;
  const bytes = await readBytes(path, 'picture');
  const format = pictureFormat(bytes);
  if (format === 'PNG') return decodePng(bytes, { source: path, background });
  if (format === undefined || format === 'BMP') {
    throw new DataError(
      `${path}: a picture must be PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG, got ` +
        `${bytes.length === 0 ? 'an empty file' : (format ?? 'a file of no kind known here')}.`,
    );
  }
  return decodeWithSharp(bytes, { source: path, background, from });
}
