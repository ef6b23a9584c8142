import type { Picture } from '../pictures/picture.ts';
import type { Level } from './factors.ts';

const { max, min } = Math;

/** In pixels of 64: area, centre, and the ratio of the larger to the smaller variance. */
export interface Blob {
  readonly area: number;
  readonly x: number;
  readonly y: number;
  readonly elongation: number;
}

/**
 * 1 for the pixels that a shape covers by about half or more. Shapes are coloured and grounds grey: where
 * max − min of the channels is large is shape. At levels 1 and 2 it is where it is bright.
 */
export function shapeMask({ data }: Picture, level: Level): Uint8Array {
  const mask = new Uint8Array(data.length / 3);
  for (let i = 0; i < mask.length; i++) {
    const [r, g, b] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]];
    const isShape = level <= 2 ? r > 127 : max(r, g, b) - min(r, g, b) > 32;
    mask[i] = isShape ? 1 : 0;
  }
  return mask;
}

/** What the mask of a picture covers; undefined when that is nothing. */
export function measure({ width, height }: Picture, mask: Uint8Array): Blob | undefined {
  const pixel = 64 / width;
  let [n, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (mask[row * width + column] === 0) continue;
      const x = (column + 0.5) * pixel - 0.5;
      const y = (row + 0.5) * pixel - 0.5;
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
    }
  }
  if (n === 0) return undefined;
  const [x, y] = [sx / n, sy / n];
  const [vxx, vxy, vyy] = [sxx / n - x * x, sxy / n - x * y, syy / n - y * y];
  // The eigenvalues of the covariance.
  const mean = (vxx + vyy) / 2;
  const half = Math.hypot((vxx - vyy) / 2, vxy);
  return { area: n * pixel ** 2, x, y, elongation: (mean + half) / (mean - half) };
}

/** The connected parts of a mask, the largest first. Neighbours share a side. */
export function connectedParts(mask: Uint8Array, width: number): Uint8Array[] {
  const left = mask.slice();
  const parts: { mask: Uint8Array; area: number }[] = [];
  for (let seed = 0; seed < left.length; seed++) {
    if (left[seed] === 0) continue;
    const part = new Uint8Array(mask.length);
    const open = [seed];
    left[seed] = 0;
    let area = 0;
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      part[i] = 1;
      area++;
      const column = i % width;
      const neighbours = [i - width, i + width, column > 0 ? i - 1 : -1];
      if (column < width - 1) neighbours.push(i + 1);
      for (const next of neighbours) {
        if (left[next] !== 1) continue;
        left[next] = 0;
        open.push(next);
      }
    }
    parts.push({ mask: part, area });
  }
  return parts.sort((a, b) => b.area - a.area).map((part) => part.mask);
}

/** The mean of the pixels in the mask, or of all others. */
export function meanColour({ data }: Picture, mask: Uint8Array, inMask: boolean): number[] {
  const sum = [0, 0, 0];
  let n = 0;
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] === 1) !== inMask) continue;
    n++;
    for (let c = 0; c < 3; c++) sum[c] += data[3 * i + c];
  }
  return sum.map((total) => total / max(1, n));
}
