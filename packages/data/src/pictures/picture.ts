import { DataError } from '../dataError.ts';

/** A colour picture in sRGB: `data` is [height, width, 3] in 0…255, row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

/** An RGB colour, each channel in 0…255. */
export type Colour = readonly [number, number, number];

export const white: Colour = [255, 255, 255];

/**
 * A picture of one colour, black unless told otherwise.
 *
 * @throws DataError when a side is not a positive integer.
 */
export function blankPicture(width: number, height: number, colour: Colour = [0, 0, 0]): Picture {
  checkSides('blankPicture', width, height);
  const data = new Uint8Array(width * height * 3);
  const [red, green, blue] = colour;
  if (red === green && green === blue) {
    data.fill(red);
  } else {
    data.subarray(0, 3).set(colour);
    // Doubles what is painted until all is.
    for (let painted = 3; painted < data.length; painted *= 2) data.copyWithin(painted, 0, painted);
  }
  return { width, height, channels: 3, data };
}

/** @throws DataError unless both sides are positive integers. */
export function checkSides(caller: string, width: number, height: number): void {
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0) return;
  throw new DataError(
    `${caller}: width and height must be positive integers, got ${width} and ${height}.`,
  );
}
