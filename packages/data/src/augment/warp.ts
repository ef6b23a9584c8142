import type { Colour, Picture } from '../pictures/picture.ts';
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
 * Recolours and moves a picture: the colour matrix, then bilinear, `background` (recoloured too) all
 * around. Both are linear and rounding comes last, so their order does not matter. The size stays.
 */
export function warp(
  picture: Picture,
  { a, b, c, d, e, f }: Affine,
  m: ColourMatrix,
  background: Colour,
): Picture {
  const { width, height } = picture;
  const colours = recoloured(picture, m, background);
  const stride = 3 * (width + 2);
  const [backRed, backGreen, backBlue] = colours;
  // Rounds and clamps as it stores.
  const out = new Uint8ClampedArray(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      // From here in the framed picture, where everything is one to the right and below.
      const u = a * x + b * y + c + 1;
      const v = d * x + e * y + f + 1;
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
        out[to] = w00 * colours[p] + w01 * colours[p + 3] + w10 * colours[q] + w11 * colours[q + 3];
        out[to + 1] =
          w00 * colours[p + 1] + w01 * colours[p + 4] + w10 * colours[q + 1] + w11 * colours[q + 4];
        out[to + 2] =
          w00 * colours[p + 2] + w01 * colours[p + 5] + w10 * colours[q + 2] + w11 * colours[q + 5];
      } else {
        out[to] = backRed;
        out[to + 1] = backGreen;
        out[to + 2] = backBlue;
      }
    }
  }
  return { width, height, channels: 3, data: new Uint8Array(out.buffer) };
}

/** Kept from call to call: what `recoloured` gives is read before the next call. */
let room = new Float64Array(0);

/**
 * The new colours, not yet rounded, in a frame of one pixel of background, so that the loop above needs
 * no special case at the edge.
 */
function recoloured(
  { width, height, data }: Picture,
  [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11]: ColourMatrix,
  [red, green, blue]: Colour,
): Float64Array {
  const size = 3 * (width + 2) * (height + 2);
  if (room.length < size) room = new Float64Array(size);
  const framed = room;
  for (let i = 0; i < size; i += 3) {
    framed[i] = m0 * red + m1 * green + m2 * blue + m3;
    framed[i + 1] = m4 * red + m5 * green + m6 * blue + m7;
    framed[i + 2] = m8 * red + m9 * green + m10 * blue + m11;
  }
  let from = 0;
  for (let y = 1; y <= height; y++) {
    let to = 3 * (y * (width + 2) + 1);
    for (let x = 0; x < width; x++, from += 3, to += 3) {
      const r = data[from];
      const g = data[from + 1];
      const b = data[from + 2];
      framed[to] = m0 * r + m1 * g + m2 * b + m3;
      framed[to + 1] = m4 * r + m5 * g + m6 * b + m7;
      framed[to + 2] = m8 * r + m9 * g + m10 * b + m11;
    }
  }
  return framed;
}
