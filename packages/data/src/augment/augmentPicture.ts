import { type Colour, type Picture, white } from '../pictures/picture.ts';
import type { Random } from '../random/random.ts';
import { colourMatrix } from './colourMatrix.ts';
import { erase } from './erase.ts';
import { type Affine, warp } from './warp.ts';

/** How much a picture may change. What is left out does not change. */
export interface AugmentOptions {
  /** Degrees, to either side. */
  readonly rotation?: number;
  /** Smallest and largest factor: [0.8, 1.2]. */
  readonly scale?: readonly [number, number];
  /** Fraction of width and height, in every direction. */
  readonly shift?: number;
  /** Probability to swap left and right. */
  readonly flip?: number;
  /** The factor is 1 ± this; so are the next two. */
  readonly brightness?: number;
  readonly contrast?: number;
  readonly saturation?: number;
  /** Degrees on the colour circle, to either side. */
  readonly hue?: number;
  /** Probability to cover a random rectangle with a random colour. */
  readonly erase?: number;
  /** What comes in from outside, and turns of colour change too. White unless told otherwise. */
  readonly background?: Colour;
}

/**
 * A randomly moved and recoloured copy of a picture, of the same size. Each change is uniform in its
 * range. Sines may differ in the last bit between engines, and with them a pixel by 1, rarely.
 */
export function augmentPicture(picture: Picture, options: AugmentOptions, random: Random): Picture {
  const around = (centre: number, range = 0): number =>
    random.uniform(centre - range, centre + range);
  const colours = colourMatrix({
    brightness: around(1, options.brightness),
    contrast: around(1, options.contrast),
    saturation: around(1, options.saturation),
    hue: around(0, options.hue),
  });
  const move = affine(picture, {
    angle: (around(0, options.rotation) * Math.PI) / 180,
    scale: random.uniform(...(options.scale ?? [1, 1])),
    mirror: random.uniform() < (options.flip ?? 0) ? -1 : 1,
    right: around(0, options.shift) * picture.width,
    down: around(0, options.shift) * picture.height,
  });
  const moved = warp(picture, move, colours, options.background ?? white);
  return random.uniform() < (options.erase ?? 0) ? erase(moved, random) : moved;
}

interface Move {
  readonly angle: number;
  readonly scale: number;
  readonly mirror: 1 | -1;
  readonly right: number;
  readonly down: number;
}

/** The way back of: mirror, turn and scale about the centre, then shift. */
function affine({ width, height }: Picture, { angle, scale, mirror, right, down }: Move): Affine {
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  const a = (mirror * Math.cos(angle)) / scale;
  const b = (mirror * Math.sin(angle)) / scale;
  const d = -Math.sin(angle) / scale;
  const e = Math.cos(angle) / scale;
  const c = centreX - a * (centreX + right) - b * (centreY + down);
  const f = centreY - d * (centreX + right) - e * (centreY + down);
  return { a, b, c, d, e, f };
}
