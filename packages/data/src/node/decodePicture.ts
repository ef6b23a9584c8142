import { DataError } from '../dataError.ts';
import { type Colour, type Picture, white } from '../pictures/picture.ts';
import { pictureFormat } from '../pictures/pictureFormat.ts';
import { decodePng } from '../png/decodePng.ts';
import { decodeWithSharp } from './sharp.ts';

export interface ReadOptions {
  /** What shows through where the picture is transparent. White unless told otherwise. */
  readonly background?: Colour;
  /** A folder from whose node_modules sharp is taken. The current one unless told otherwise. */
  readonly from?: string;
}

/**
 * The picture in the bytes of a file. PNG is read here; JPEG, WebP, GIF (its first frame), AVIF, TIFF and
 * SVG by sharp, where that is installed.
 *
 * @param options.source what errors call it
 * @throws DataError when it is damaged, too large or of another kind.
 */
export async function decodePicture(
  bytes: Uint8Array,
  options: ReadOptions & { readonly source: string },
): Promise<Picture> {
  const { source, background = white, from = process.cwd() } = options;
  const format = pictureFormat(bytes);
  if (format === 'PNG') return decodePng(bytes, { source, background });
  if (format === undefined || format === 'BMP') {
    throw new DataError(
      `${source}: a picture must be PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG, got ` +
        `${bytes.length === 0 ? 'an empty file' : (format ?? 'a file of no kind known here')}.`,
    );
  }
  return decodeWithSharp(bytes, { source, background, from });
}
