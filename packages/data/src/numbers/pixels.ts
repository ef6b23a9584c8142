import type { Example } from '../example.ts';
import type { Picture } from '../pictures/picture.ts';
import { resize } from '../pictures/resize.ts';
import { assertFinite } from './assertFinite.ts';
import type { Numbers } from './numbers.ts';

/** What is taken from a pixel in 0…1, and what it is then divided by. */
export interface PixelNormalisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Writes pictures of any size as `size` × `size` pixels, (value/255 − mean)/deviation, into a row of numbers. */
export function pixelWriter(size: number, { mean, deviation }: PixelNormalisation) {
  const values = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviation);
  return (picture: Picture, into: Float32Array, at: number): void => {
    const { data } = resize(picture, size, size);
    for (let i = 0; i < data.length; i++) into[at + i] = values[data[i]];
  };
}

/**
 * Pictures of any size as float32 [examples, size, size, 3], (value/255 − mean)/deviation; the row of an
 * example without one is 0.
 *
 * @throws DataError naming an example whose pixels are not bytes.
 */
export function pixelsOf(
  examples: readonly Example[],
  size: number,
  normalisation: PixelNormalisation,
): Numbers {
  const write = pixelWriter(size, normalisation);
  const each = size * size * 3;
  const values = new Float32Array(examples.length * each);
  examples.forEach(({ id, image }, row) => {
    if (image === undefined) return;
    write(image, values, row * each);
    assertFinite(id, 'image', values, row * each, (row + 1) * each);
  });
  return { values, shape: [examples.length, size, size, 3] };
}
