import { exifOrientation } from '../pictures/exifOrientation.ts';
import { orient } from '../pictures/orient.ts';
import { type Colour, type Picture, white } from '../pictures/picture.ts';
import { readChunks } from './chunks.ts';
import { type PngHeader, readHeader, rowBytes } from './header.ts';
import { inflateExactly } from './inflateExactly.ts';
import { passesOf } from './passes.ts';
import { rgbaReader } from './rgbaReader.ts';
import { unfilter } from './unfilter.ts';

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
  const readRgba = rgbaReader(source, header, chunks.palette, chunks.transparency);
  const passes = passesOf(header);
  const size = passes.reduce((sum, p) => sum + p.height * (1 + rowBytes(header, p.width)), 0);
  const packed = inflateExactly(source, chunks.data, size);

  const { width, height, samplesPerPixel, bitDepth } = header;
  const data = new Uint8Array(width * height * 3);
  const samples = new Uint16Array(width * samplesPerPixel);
  const rgba = new Uint8Array(4 * width);
  const step = Math.max(1, (samplesPerPixel * bitDepth) / 8);
  let at = 0;
  for (const pass of passes) {
    const bytesPerRow = rowBytes(header, pass.width);
    let above: Uint8Array = new Uint8Array(bytesPerRow);
    for (let row = 0; row < pass.height; row++) {
      const current = packed.subarray(at + 1, at + 1 + bytesPerRow);
      unfilter(source, packed[at], current, above, step);
      unpackSamples(current, header, pass.width, samples);
      const y = pass.y0 + row * pass.stepY;
      readRgba(samples, pass.width, rgba);
      let to = 3 * (y * width + pass.x0);
      for (let from = 0; from < 4 * pass.width; from += 4) {
        const opacity = rgba[from + 3];
        for (let c = 0; c < 3; c++) {
          data[to + c] = (rgba[from + c] * opacity + background[c] * (255 - opacity)) / 255 + 0.5;
        }
        to += 3 * pass.stepX;
      }
      above = current;
      at += 1 + bytesPerRow;
    }
  }
  const stored: Picture = { width, height, channels: 3, data };
  return chunks.exif === undefined ? stored : orient(stored, exifOrientation(chunks.exif));
}

/** One number a sample, whatever its width in bits. */
function unpackSamples(
  row: Uint8Array,
  { samplesPerPixel, bitDepth }: PngHeader,
  width: number,
  out: Uint16Array,
): void {
  const count = width * samplesPerPixel;
  if (bitDepth === 8) {
    out.set(row);
  } else if (bitDepth === 16) {
    for (let i = 0; i < count; i++) out[i] = row[2 * i] * 256 + row[2 * i + 1];
  } else {
    const mask = 2 ** bitDepth - 1;
    for (let i = 0; i < count; i++) {
      const bit = i * bitDepth;
      out[i] = (row[bit >> 3] >> (8 - bitDepth - (bit & 7))) & mask;
    }
  }
}
