import { exifOrientation } from '../pictures/exifOrientation.ts';
import { orient } from '../pictures/orient.ts';
import { type Colour, type Picture, white } from '../pictures/picture.ts';
import { readChunks } from './chunks.ts';
import { readHeader, rowBytes } from './header.ts';
import { inflateExactly } from './inflateExactly.ts';
import { passesOf } from './passes.ts';
import { readRows } from './readRows.ts';

export interface DecodeOptions {
  /** What errors call the picture: its path or id. */
  readonly source?: string;
  /** What shows through where the picture is transparent. White unless told otherwise. */
  readonly background?: Colour;
}

/**
 * The picture in a PNG file of any colour type, bit depth and interlacing. Samples are scaled to
 * 0…255 and rounded, opacity is laid over the background, the picture is set upright as an eXIf chunk says;
 * colour profiles and gamma are passed over; of an animation the still picture is taken.
 *
 * @throws DataError for a file that is not a PNG, is cut off or damaged, or says it has more than
 * 64 million pixels (found before anything is unpacked).
 * @see PNG specification, third edition. Golden values: Pillow 12.
 */
export function decodePng(bytes: Uint8Array, options: DecodeOptions = {}): Picture {
  const { source = 'decodePng', background = white } = options;
  const chunks = readChunks(source, bytes);
  const header = readHeader(source, chunks.header);
  const passes = passesOf(header);
  const size = passes.reduce((sum, p) => sum + p.height * (1 + rowBytes(header, p.width)), 0);
  const packed = inflateExactly(source, chunks.data, size);
  const data = readRows({ source, packed, header, passes, background }, chunks);
  const { width, height } = header;
  const stored: Picture = { width, height, channels: 3, data };
  return chunks.exif === undefined ? stored : orient(stored, exifOrientation(chunks.exif));
}
