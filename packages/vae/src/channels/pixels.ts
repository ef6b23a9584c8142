import { clipByValue, div, sub, type Tensor, tidy } from '@xm/tensor-ops';

/** Numbers of pictures or videos, row by row. */
export interface Pixels {
  /** 0…1 */
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

const [middle, spread] = [0.5, 0.25];

/** Pixels in 0…1 as an encoder sees them: about zero mean and unit deviation. */
export const seen = (pixels: Tensor): Tensor => tidy(() => div(sub(pixels, middle), spread));

/** Reads pixels, cut to 0…1, and frees them. */
export async function readPixels(pixels: Tensor): Promise<Pixels> {
  const cut = tidy(() => clipByValue(pixels, 0, 1));
  pixels.dispose();
  const data = (await cut.data()) as Float32Array;
  const { shape } = cut;
  cut.dispose();
  return { data, shape };
}
