import { DataError } from '../dataError.ts';
import { checkArea } from '../pictures/checkArea.ts';

/** How the samples of a PNG are laid out: its IHDR chunk. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: ColourType;
  readonly interlaced: boolean;
  readonly samplesPerPixel: number;
}

export const colourTypes = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
export type ColourType = (typeof colourTypes)[keyof typeof colourTypes];

const samplesPerPixel: Record<ColourType, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const bitDepths: Record<ColourType, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** @throws DataError for a layout that the PNG specification does not have, or an absurd size. */
export function readHeader(source: string, data: Uint8Array): PngHeader {
  if (data.length !== 13) {
    throw new DataError(`${source}: IHDR must hold 13 bytes, got ${data.length}. It is damaged.`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [bitDepth, type, compression, filter, interlace] = data.subarray(8);
  const colourType = type as ColourType;
  if (!bitDepths[colourType]?.includes(bitDepth) || compression + filter > 0 || interlace > 1) {
    throw new DataError(
      `${source}: colour type ${type}, bit depth ${bitDepth}, compression ${compression}, filter ` +
        `${filter}, interlace ${interlace} is not a combination PNG has. It is damaged.`,
    );
  }
  checkArea(source, width, height);
  return {
    width,
    height,
    bitDepth,
    colourType,
    interlaced: interlace === 1,
    samplesPerPixel: samplesPerPixel[colourType],
  };
}

/** Bytes of a row of `width` pixels, without the filter byte before it. */
export const rowBytes = ({ samplesPerPixel, bitDepth }: PngHeader, width: number): number =>
  Math.ceil((width * samplesPerPixel * bitDepth) / 8);
