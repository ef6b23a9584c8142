import type { Picture } from '../pictures/picture.ts';
import { type Blob, connectedParts, meanColour, measure, shapeMask } from './blobs.ts';
import { colours } from './drawShape.ts';
import type { Level, SaidFactors, Word } from './factors.ts';

/**
 * Reads back what a caption of this level says from a clean picture of `shapes`: an oracle, made from
 * the geometry and not trained. Undefined when there is no shape, or at level 6 only one.
 *
 * An ellipse is long: its variances are as 13² : 7². The others differ in area: hearts 56 and 224,
 * squares 100 and 400. Small hearts are too coarse for this below 48 pixels. Of two shapes, `shape` is the left or upper one: compare with `leftOrUpperFirst`.
 */
export function readFactors(picture: Picture, level: Level): SaidFactors | undefined {
  const mask = shapeMask(picture, level);
  if (level === 6) return readPair(picture, mask);
  const blob = measure(picture, mask);
  if (blob === undefined) return undefined;
  const middle = 31.5;
  const vertical = blob.y < middle ? 'top' : 'bottom';
  const horizontal = blob.x < middle ? 'left' : 'right';
  const { shape, size } = shapeOf(blob);
  return {
    shape,
    ...(level >= 2 && { size }),
    ...(level >= 3 && { colour: nearestColour(meanColour(picture, mask, true)) }),
    ...(level >= 4 && { place: `${vertical} ${horizontal}` as const }),
    ...(level >= 5 && {
      ground: meanColour(picture, mask, false)[0] > 125 ? 'light' : 'dark',
    }),
  };
}

/** The same picture of two shapes described from the one on the left or, of 'above' and 'below', on top. */
export function leftOrUpperFirst(factors: SaidFactors): SaidFactors {
  const { relation, shape, size, colour, otherShape, otherSize, otherColour } = factors;
  if (relation !== 'right of' && relation !== 'below') return factors;
  return {
    shape: otherShape!,
    size: otherSize!,
    colour: otherColour!,
    relation: relation === 'below' ? 'above' : 'left of',
    otherShape: shape,
    otherSize: size!,
    otherColour: colour!,
  };
}

function readPair(picture: Picture, mask: Uint8Array): SaidFactors | undefined {
  const parts = connectedParts(mask, picture.width).slice(0, 2);
  if (parts.length < 2) return undefined;
  const [one, two] = parts.map((part) => {
    const blob = measure(picture, part)!;
    return { blob, ...shapeOf(blob), colour: nearestColour(meanColour(picture, part, true)) };
  });
  const [right, down] = [two.blob.x - one.blob.x, two.blob.y - one.blob.y];
  const beside = Math.abs(right) > Math.abs(down);
  const [first, second] = (beside ? right : down) > 0 ? [one, two] : [two, one];
  return {
    shape: first.shape,
    size: first.size,
    colour: first.colour,
    relation: beside ? 'left of' : 'above',
    otherShape: second.shape,
    otherSize: second.size,
    otherColour: second.colour,
  };
}

function shapeOf({ area, elongation }: Blob): { shape: Word<'shape'>; size: Word<'size'> } {
  const isEllipse = elongation > 2.4;
  const isHeart = area < 75 || (area > 150 && area < 300);
  return {
    shape: isEllipse ? 'ellipse' : isHeart ? 'heart' : 'square',
    size: area > 150 ? 'big' : 'small',
  };
}

/** The colour of nearest direction: textures darken, and leave the ratios of the channels. */
function nearestColour(colour: readonly number[]): Word<'colour'> {
  const cosine = (other: readonly number[]): number =>
    other.reduce((dot, value, c) => dot + value * colour[c], 0) / Math.hypot(...other);
  const names = Object.keys(colours) as (keyof typeof colours)[];
  return names.reduce((best, name) =>
    cosine(colours[name]) > cosine(colours[best]) ? name : best,
  );
}
