import { DataError } from '../dataError.ts';

/** 64 megapixels: far above any training picture, far below what exhausts memory. */
export const largestArea = 64_000_000;

/** @throws DataError when a picture has no area, or more than can be sensible. */
export function checkArea(source: string, width: number, height: number): void {
  const area = width * height;
  if (area > 0 && area <= largestArea) return;
  throw new DataError(
    `${source}: a picture must have 1 to 64,000,000 pixels, this one says ${width} x ${height}. ` +
      'It may be damaged; if it is not, make it smaller first.',
  );
}
