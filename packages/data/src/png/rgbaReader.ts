import { DataError } from '../dataError.ts';
import { colourTypes, type PngHeader } from './header.ts';

/** Writes colour and opacity, each in 0…255, of the first `count` pixels of a row of samples into `rgba`. */
export type RgbaReader = (samples: Uint16Array, count: number, rgba: Uint8Array) => void;

/**
 * How to read a row of pixels of this kind of PNG.
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
      const colours = Math.floor(palette.length / 3);
      return (samples, count, rgba) => {
        for (let x = 0; x < count; x++) {
          const colour = samples[x];
          if (colour >= colours) throw beyondPalette(source, colours, colour);
          for (let c = 0; c < 3; c++) rgba[4 * x + c] = palette[3 * colour + c];
          rgba[4 * x + 3] = transparency?.[colour] ?? 255;
        }
      };
    }
    case colourTypes.grey: {
      const clear = key(0);
      return (samples, count, rgba) => {
        for (let x = 0; x < count; x++) {
          rgba.fill(byte(samples[x]), 4 * x, 4 * x + 3);
          rgba[4 * x + 3] = samples[x] === clear ? 0 : 255;
        }
      };
    }
    case colourTypes.greyAlpha:
      return (samples, count, rgba) => {
        for (let x = 0; x < count; x++) {
          rgba.fill(byte(samples[2 * x]), 4 * x, 4 * x + 3);
          rgba[4 * x + 3] = byte(samples[2 * x + 1]);
        }
      };
    case colourTypes.rgb: {
      const [red, green, blue] = [key(0), key(1), key(2)];
      return (samples, count, rgba) => {
        for (let x = 0; x < count; x++) {
          const [from, to] = [3 * x, 4 * x];
          for (let c = 0; c < 3; c++) rgba[to + c] = byte(samples[from + c]);
          const isClear =
            samples[from] === red && samples[from + 1] === green && samples[from + 2] === blue;
          rgba[to + 3] = isClear ? 0 : 255;
        }
      };
    }
    case colourTypes.rgba:
      return (samples, count, rgba) => {
        for (let i = 0; i < 4 * count; i++) rgba[i] = byte(samples[i]);
      };
  }
}

const beyondPalette = (source: string, colours: number, colour: number): DataError =>
  new DataError(
    `${source}: a pixel must name one of the ${colours} colours of the palette, got ${colour}. ` +
      'It is damaged.',
  );
