import { DataError } from '../dataError.ts';
import { colourTypes, type PngHeader } from './header.ts';

/** Writes the colour and opacity of pixel `x` of a row of samples, each in 0…255, into `rgba`. */
export type RgbaReader = (samples: Uint16Array, x: number, rgba: Uint8Array) => void;

/**
 * How to read a pixel of this kind of PNG.
 *
 * @param palette PLTE, three bytes a colour   @param transparency tRNS: opacities of the palette's
 * colours, or the one grey or colour that is transparent
 * @throws DataError when the palette is missing, or (later) when a pixel names a colour beyond it.
 */
export function rgbaReader(
  source: string,
  { colourType, bitDepth }: PngHeader,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): RgbaReader {
  const scale = 255 / (2 ** bitDepth - 1);
  // Rounded once it is cut to an integer in the array of bytes.
  const byte = (sample: number): number => sample * scale + 0.5;
  const key = (i: number): number =>
    transparency === undefined || transparency.length < 2 * i + 2
      ? -1
      : transparency[2 * i] * 256 + transparency[2 * i + 1];

  switch (colourType) {
    case colourTypes.palette: {
      if (palette === undefined) {
        throw new DataError(
          `${source}: a PNG with a palette must have a PLTE chunk. It is damaged.`,
        );
      }
      return (samples, x, rgba) => {
        const colour = samples[x];
        if (3 * colour + 2 >= palette.length) {
          throw new DataError(
            `${source}: a pixel must name one of the ${Math.floor(palette.length / 3)} colours of ` +
              `the palette, got ${colour}. It is damaged.`,
          );
        }
        for (let c = 0; c < 3; c++) rgba[c] = palette[3 * colour + c];
        rgba[3] = transparency?.[colour] ?? 255;
      };
    }
    case colourTypes.grey: {
      const clear = key(0);
      return (samples, x, rgba) => {
        rgba[0] = rgba[1] = rgba[2] = byte(samples[x]);
        rgba[3] = samples[x] === clear ? 0 : 255;
      };
    }
    case colourTypes.greyAlpha:
      return (samples, x, rgba) => {
        rgba[0] = rgba[1] = rgba[2] = byte(samples[2 * x]);
        rgba[3] = byte(samples[2 * x + 1]);
      };
    case colourTypes.rgb: {
      const clear = [key(0), key(1), key(2)];
      return (samples, x, rgba) => {
        for (let c = 0; c < 3; c++) rgba[c] = byte(samples[3 * x + c]);
        rgba[3] = clear.every((sample, c) => samples[3 * x + c] === sample) ? 0 : 255;
      };
    }
    case colourTypes.rgba:
      return (samples, x, rgba) => {
        for (let c = 0; c < 4; c++) rgba[c] = byte(samples[4 * x + c]);
      };
  }
}
