import { DataError } from '../dataError.ts';
import { type Box, crop } from '../pictures/crop.ts';
import { checkSides, type Picture } from '../pictures/picture.ts';
import { resize } from '../pictures/resize.ts';
import type { Random } from '../random/random.ts';

export interface CropOptions {
  /** Of the result, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Smallest and largest share of the area, in 0…1. [0.08, 1] unless told otherwise. */
  readonly scale?: readonly [number, number];
  /** Smallest and largest width by height, before resizing. [3/4, 4/3] unless told otherwise. */
  readonly ratio?: readonly [number, number];
}

const tries = 10;

/**
 * A random part of a picture, resized. Its share of the area is uniform in `scale`, the logarithm of its ratio
 * uniform in `ratio`, its place uniform. When ten of them do not fit it is the largest part in the middle whose
 * ratio is allowed.
 *
 * @throws DataError when a side is not a positive integer, or a range is none.
 * @see Szegedy et al. 2015, "Going Deeper with Convolutions"; torchvision's RandomResizedCrop.
 */
export function randomResizedCrop(picture: Picture, options: CropOptions, random: Random): Picture {
  checkSides('randomResizedCrop', options.width, options.height);
  return resize(crop(picture, randomBox(picture, options, random)), options.width, options.height);
}

/** Which part of a picture `randomResizedCrop` takes. */
export function randomBox(
  picture: Pick<Picture, 'width' | 'height'>,
  options: Pick<CropOptions, 'scale' | 'ratio'>,
  random: Random,
): Box {
  const { scale = [0.08, 1], ratio = [3 / 4, 4 / 3] } = options;
  checkRange('scale', scale, 1);
  checkRange('ratio', ratio, Number.POSITIVE_INFINITY);
  const [narrowest, widest] = ratio;
  for (let i = 0; i < tries; i++) {
    const area = random.uniform(...scale) * picture.width * picture.height;
    const shape = narrowest * (widest / narrowest) ** random.uniform();
    const width = Math.round(Math.sqrt(area * shape));
    const height = Math.round(Math.sqrt(area / shape));
    if (width < 1 || height < 1 || width > picture.width || height > picture.height) continue;
    const x = random.integer(picture.width - width + 1);
    const y = random.integer(picture.height - height + 1);
    return { x, y, width, height };
  }
  const width = Math.max(1, Math.min(picture.width, Math.round(picture.height * widest)));
  const height = Math.max(1, Math.min(picture.height, Math.round(picture.width / narrowest)));
  return {
    x: Math.floor((picture.width - width) / 2),
    y: Math.floor((picture.height - height) / 2),
    width,
    height,
  };
}

function checkRange(name: string, [least, most]: readonly [number, number], end: number): void {
  if (least > 0 && least <= most && most <= end && Number.isFinite(most)) return;
  throw new DataError(
    `randomResizedCrop: ${name} must be a range of positive numbers${end === 1 ? ' to 1' : ''}, ` +
      `smallest first, got [${least}, ${most}].`,
  );
}
