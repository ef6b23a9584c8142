import { checkSides, type Picture } from './picture.ts';

/**
 * A picture in another size, anti-aliased: a triangle filter, widened when the picture shrinks so
 * that every pixel counts. The ratio of the sides may change.
 *
 * @param width of the result   @param height of the result
 * @throws DataError when they are not positive integers.
 * @see Equals Pillow 12 `resize(…, BILINEAR)` within 1 of 255.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  checkSides('resize', width, height);
  if (width === picture.width && height === picture.height) return picture;
  const across = triangleWeights(picture.width, width);
  const down = triangleWeights(picture.height, height);

  const narrow = new Float32Array(picture.height * width * 3);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      const { start, weights } = across[x];
      const to = 3 * (y * width + x);
      const from = 3 * (y * picture.width + start);
      for (let k = 0; k < weights.length; k++) {
        const w = weights[k];
        narrow[to] += w * picture.data[from + 3 * k];
        narrow[to + 1] += w * picture.data[from + 3 * k + 1];
        narrow[to + 2] += w * picture.data[from + 3 * k + 2];
      }
    }
  }

  const data = new Uint8Array(width * height * 3);
  const rowLength = width * 3;
  for (let y = 0; y < height; y++) {
    const { start, weights } = down[y];
    for (let i = 0; i < rowLength; i++) {
      let sum = 0.5;
      for (let k = 0; k < weights.length; k++)
        sum += weights[k] * narrow[(start + k) * rowLength + i];
      data[y * rowLength + i] = sum;
    }
  }
  return { width, height, channels: 3, data };
}

interface Taps {
  readonly start: number;
  readonly weights: Float32Array;
}

/** For each of `to` pixels, which of `from` pixels it sums with which weights (1 in sum). */
function triangleWeights(from: number, to: number): Taps[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.floor(centre - support + 0.5));
    const end = Math.min(from, Math.floor(centre + support + 0.5));
    const weights = Float32Array.from({ length: end - start }, (_, k) =>
      Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / support),
    );
    const sum = weights.reduce((total, w) => total + w, 0);
    return { start, weights: weights.map((w) => w / sum) };
  });
}
