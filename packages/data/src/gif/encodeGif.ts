import { DataError } from '../dataError.ts';
import type { Picture } from '../pictures/picture.ts';
import { checkFrames } from '../video/checkFrames.ts';
import type { Video } from '../video/video.ts';
import { lzw } from './lzw.ts';
import { type Palette, paletteOf } from './palette.ts';

/** Programs show what is to be seen for less than two hundredths of a second much longer. */
const fastest = 50;
const largestSide = 65_535;

/**
 * A video as an animated GIF that begins again at its end: at most 256 colours, the same for all frames, and
 * times in hundredths of a second.
 *
 * @throws DataError when there is no frame, frames differ in size or are too large, or there are more than 50
 *   a second.
 * @see "Graphics Interchange Format, version 89a", CompuServe 1990
 */
export function encodeGif(video: Video): Uint8Array {
  const { width, height } = checkFrames('encodeGif', video);
  const { frames, frameRate } = video;
  if (frameRate > fastest || Math.max(width, height) > largestSide) {
    throw new DataError(
      `encodeGif: a GIF must have at most ${fastest} frames a second and sides of at most ${largestSide} ` +
        `pixels, got ${frameRate} and ${width} x ${height}. Leave out frames, or resize them.`,
    );
  }
  const palette = paletteOf(frames);
  const table = new Uint8Array(3 * 256);
  table.set(palette.colours);
  const size = [...short(width), ...short(height)];
  const time = (frame: number): number => Math.round((100 * frame) / frameRate);
  const parts: ArrayLike<number>[] = [
    ascii('GIF89a'),
    [...size, 0xf7, 0, 0], // a table of 256 colours for all frames
    table,
    [0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0], // for ever
    ...frames.flatMap((frame, i) => [
      [0x21, 0xf9, 4, 0, ...short(time(i + 1) - time(i)), 0, 0],
      [0x2c, 0, 0, 0, 0, ...size, 0],
      [8], // bits of a colour
      blocks(lzw(indices(frame, palette))),
    ]),
    [0x3b],
  ];
  return joined(parts);
}

function indices({ data }: Picture, { nearest }: Palette): Uint8Array {
  const out = new Uint8Array(data.length / 3);
  for (let i = 0; i < out.length; i++)
    out[i] = nearest(data[3 * i], data[3 * i + 1], data[3 * i + 2]);
  return out;
}

/** Pieces of at most 255 bytes, each after its length, and an empty one. */
function blocks(bytes: Uint8Array): Uint8Array {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, i) =>
    bytes.subarray(255 * i, 255 * (i + 1)),
  );
  return joined([...pieces.flatMap((piece) => [[piece.length], piece]), [0]]);
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const short = (value: number): [number, number] => [value & 255, value >> 8];
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
