import type { Colour } from '../pictures/picture.ts';
import type { PngChunks } from './chunks.ts';
import { colourTypes, type PngHeader, rowBytes } from './header.ts';
import type { Pass } from './passes.ts';
import { rgbaReader } from './rgbaReader.ts';
import { unfilter } from './unfilter.ts';

/** The unpacked bytes of a PNG, and what they are. */
export interface Packed {
  readonly source: string;
  readonly packed: Uint8Array;
  readonly header: PngHeader;
  readonly passes: readonly Pass[];
  readonly background: Colour;
}

type Colours = Pick<PngChunks, 'palette' | 'transparency'>;

/**
 * Red, green and blue of a picture in 0…255, row by row, laid over the background.
 *
 * @throws DataError for a filter or a colour that PNG does not have.
 */
export function readRows(packed: Packed, colours: Colours): Uint8Array {
  const { colourType, bitDepth, interlaced } = packed.header;
  const isPlain = colourType === colourTypes.rgb && bitDepth === 8 && !interlaced;
  return isPlain && colours.transparency === undefined
    ? plainRows(packed)
    : anyRows(packed, colours);
}

/** Rows that hold the picture's bytes as they are: most files there are. */
function plainRows({ source, packed, header: { width, height } }: Packed): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  const bytesPerRow = 3 * width;
  let above: Uint8Array = new Uint8Array(bytesPerRow);
  for (let row = 0; row < height; row++) {
    const at = row * (1 + bytesPerRow);
    const current = packed.subarray(at + 1, at + 1 + bytesPerRow);
    unfilter(source, packed[at], current, above, 3);
    data.set(current, row * bytesPerRow);
    above = current;
  }
  return data;
}

/** Rows of any kind, in any number of passes: the slow twin of `plainRows`. Exported for their test. */
export function anyRows(
  { source, packed, header, passes, background }: Packed,
  { palette, transparency }: Colours,
): Uint8Array {
  const readRgba = rgbaReader(source, header, palette, transparency);
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
  return data;
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
