import { type Picture, resize } from '@xm/data';

/** float32 [size · size · 3] of about zero mean and unit deviation: what a judge's network takes in. */
export function pixelsOf(picture: Picture, size: number): Float32Array {
  const fits = picture.width === size && picture.height === size;
  const { data } = fits ? picture : resize(picture, size, size);
  const pixels = new Float32Array(data.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[i] / 63.75 - 2;
  return pixels;
}
