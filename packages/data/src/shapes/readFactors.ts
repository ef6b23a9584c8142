import type { Picture } from '../pictures/picture.ts';
import { colours } from './drawShape.ts';
import type { Level, SaidFactors } from './factors.ts';

const { max, min } = Math;

/** In pixels of 64: area, centre, and the ratio of the larger to the smaller variance. */
interface Blob {
  readonly area: number;
  readonly x: number;
  readonly y: number;
  readonly elongation: number;
}

/**
 * Reads back what a caption of this level says from a clean picture of `shapes`: an oracle, made from
 * the geometry and not trained. Undefined when there is no shape.
 *
 * Shapes are coloured and grounds grey, so that where max − min of a pixel's channels is large is
 * shape (at levels 1 and 2, where it is bright). An ellipse is long: its variances are as 13² : 7².
 * The others differ in area: hearts 56 and 224, squares 100 and 400.
 */
export function readFactors(picture: Picture, level: Level): SaidFactors | undefined {
  const isShape = shapeMask(picture, level);
  const blob = measure(picture, isShape);
  if (blob === undefined) return undefined;
  const { area, elongation } = blob;
  const isEllipse = elongation > 2.4;
  const isHeart = area < 75 || (area > 150 && area < 300);
  const middle = 31.5;
  const vertical = blob.y < middle ? 'top' : 'bottom';
  const horizontal = blob.x < middle ? 'left' : 'right';
  return {
    shape: isEllipse ? 'ellipse' : isHeart ? 'heart' : 'square',
    ...(level >= 2 && { size: area > 150 ? 'big' : 'small' }),
    ...(level >= 3 && { colour: nearestColour(meanColour(picture, isShape, true)) }),
    ...(level >= 4 && { place: `${vertical} ${horizontal}` as const }),
    ...(level >= 5 && {
      ground: meanColour(picture, isShape, false)[0] > 125 ? 'light' : 'dark',
    }),
  };
}

/** 1 for the pixels that the shape covers by about half or more. */
function shapeMask({ data }: Picture, level: Level): Uint8Array {
  const mask = new Uint8Array(data.length / 3);
  for (let i = 0; i < mask.length; i++) {
    const [r, g, b] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]];
    const isShape = level <= 2 ? r > 127 : max(r, g, b) - min(r, g, b) > 32;
    mask[i] = isShape ? 1 : 0;
  }
  return mask;
}

function measure({ width, height }: Picture, mask: Uint8Array): Blob | undefined {
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

/** The mean of the pixels in the mask, or of all others. */
function meanColour({ data }: Picture, mask: Uint8Array, inMask: boolean): number[] {
  const sum = [0, 0, 0];
  let n = 0;
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] === 1) !== inMask) continue;
    n++;
    for (let c = 0; c < 3; c++) sum[c] += data[3 * i + c];
  }
  return sum.map((total) => total / max(1, n));
}

/** The colour of nearest direction: textures darken, and leave the ratios of the channels. */
function nearestColour(colour: readonly number[]): NonNullable<SaidFactors['colour']> {
  const cosine = (other: readonly number[]): number =>
    other.reduce((dot, value, c) => dot + value * colour[c], 0) / Math.hypot(...other);
  const names = Object.keys(colours) as (keyof typeof colours)[];
  return names.reduce((best, name) =>
    cosine(colours[name]) > cosine(colours[best]) ? name : best,
  );
}
