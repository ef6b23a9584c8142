import { DataError } from '../dataError.ts';
import { checkSides, type Picture } from './picture.ts';

/** A part of a picture, in pixels from the top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that a box holds. @throws DataError unless all of it is in the picture. */
export function crop(picture: Picture, { x, y, width, height }: Box): Picture {
  checkSides('crop', width, height);
  const inside =
    Number.isInteger(x) &&
    x >= 0 &&
    x + width <= picture.width &&
    Number.isInteger(y) &&
    y >= 0 &&
    y + height <= picture.height;
  if (!inside) {
    throw new DataError(
      `crop: the box must be in the picture of ${picture.width} x ${picture.height}, ` +
        `got ${width} x ${height} at (${x}, ${y}).`,
    );
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((y + row) * picture.width + x);
    data.set(picture.data.subarray(from, from + 3 * width), 3 * row * width);
  }
  return { width, height, channels: 3, data };
}
