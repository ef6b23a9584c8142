import { type Picture, resize } from '@xm/data';

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
