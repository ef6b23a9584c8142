import { clipByValue, div, sub, type Tensor, tidy } from '@xm/tensor-ops';

/** Numbers of pictures or videos, row by row. */
export interface Pixels {
  /** 0…1 */
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** What pixels in 0…1 are centred on and divided by before an encoder sees them. */
export interface PixelScale {
  readonly mean: number;
  readonly deviation: number;
}

/** Pixels in 0…1 as an encoder sees them: about zero mean and unit deviation. By 0.5 and 0.25 unless told otherwise. */
export const seen = (
  pixels: Tensor,
  { mean, deviation }: PixelScale = { mean: 0.5, deviation: 0.25 },
): Tensor => tidy(() => div(sub(pixels, mean), deviation));

/** Reads pixels, cut to 0…1, and frees them. */
export async function readPixels(pixels: Tensor): Promise<Pixels> {
  const cut = tidy(() => clipByValue(pixels, 0, 1));
  pixels.dispose();
  const data = (await cut.data()) as Float32Array;
  const { shape } = cut;
  cut.dispose();
  return { data, shape };
}
