import { blankPicture, type Colour, type Picture } from '../pictures/picture.ts';
import type { ColourMatrix } from './colourMatrix.ts';

/** Where pixel (x, y) of the result comes from: (a·x + b·y + c, d·x + e·y + f), pixel centres. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * Moves and recolours a picture in one pass: bilinear, `background` all around, then the colour
 * matrix on everything. The size stays.
 */
export function warp(
  picture: Picture,
  { a, b, c, d, e, f }: Affine,
  m: ColourMatrix,
  background: Colour,
): Picture {
  const { width, height } = picture;
  const framed = withFrame(picture, background);
  const stride = 3 * (width + 2);
  // Rounds and clamps as it stores.
  const out = new Uint8ClampedArray(width * height * 3);
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11] = m;
  const [backR, backG, backB] = background;
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // From here in the framed picture, where everything is one to the right and below.
      const u = a * x + b * y + c + 1;
      const v = d * x + e * y + f + 1;
      let red = backR;
      let green = backG;
      let blue = backB;
      if (u >= 0 && v >= 0 && u < width + 1 && v < height + 1) {
        const left = u | 0;
        const top = v | 0;
        const right = u - left;
        const below = v - top;
        const w11 = right * below;
        const w10 = below - w11;
        const w01 = right - w11;
        const w00 = 1 - right - w10;
        const p = top * stride + 3 * left;
        const q = p + stride;
        red = w00 * framed[p] + w01 * framed[p + 3] + w10 * framed[q] + w11 * framed[q + 3];
        green =
          w00 * framed[p + 1] + w01 * framed[p + 4] + w10 * framed[q + 1] + w11 * framed[q + 4];
        blue =
          w00 * framed[p + 2] + w01 * framed[p + 5] + w10 * framed[q + 2] + w11 * framed[q + 5];
      }
      out[to] = m0 * red + m1 * green + m2 * blue + m3;
      out[to + 1] = m4 * red + m5 * green + m6 * blue + m7;
      out[to + 2] = m8 * red + m9 * green + m10 * blue + m11;
      to += 3;
    }
  }
  return { width, height, channels: 3, data: new Uint8Array(out.buffer) };
}

/** The picture in a frame of one pixel, so that the loop above needs no special case at the edge. */
function withFrame({ width, height, data }: Picture, colour: Colour): Uint8Array {
  const framed = blankPicture(width + 2, height + 2, colour).data;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(3 * y * width, 3 * (y + 1) * width);
    framed.set(row, 3 * ((y + 1) * (width + 2) + 1));
  }
  return framed;
}
