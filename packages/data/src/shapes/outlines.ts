import type { SaidFactors } from './factors.ts';

const { abs, cbrt, sqrt } = Math;

/** Whether a point is inside a shape of scale 1: pixels of 64 from its centre, y upwards. */
type Outline = (x: number, y: number) => boolean;

/** The shapes of dSprites, measured from its pictures. */
export const outlines: Record<SaidFactors['shape'], Outline> = {
  square: (x, y) => abs(x) <= 10 && abs(y) <= 10,
  ellipse: (x, y) => (x * x) / 49 + (y * y) / 169 <= 1,
  heart,
};

/** Turned by so many degrees a shape looks the same: its rotation is known up to that. */
export const turnPeriods: Readonly<Record<SaidFactors['shape'], number>> = {
  square: 90,
  ellipse: 180,
  heart: 360,
};

/** How far above its centre the centre of mass of a shape is, at scale 1. */
export const centresOfMass: Record<SaidFactors['shape'], number> = {
  square: 0,
  ellipse: 0,
  heart: 2.025,
};

/**
 * x = 16 sin³t, y = 13 cos t − 5 cos 2t − 2 cos 3t − cos 4t, times 0.63, moved up by 1.5.
 *
 * For a given |x| there are two t, whose cosines are ±c with c = √(1 − (|x|/16)^⅔). Between their y
 * is the inside. As a polynomial in the cosine, y = −8c⁴ − 8c³ − 2c² + 19c + 4.
 */
function heart(x: number, y: number): boolean {
  const across = abs(x) / (0.63 * 16);
  if (across > 1) return false;
  const root = cbrt(across);
  const square = 1 - root * root;
  const even = 4 - 2 * square - 8 * square * square;
  const odd = (19 - 8 * square) * sqrt(square);
  const up = (y - 1.5) / 0.63;
  return up >= even - odd && up <= even + odd;
}

/** No shape of scale 1 reaches further from its centre, in pixels of 64. */
export const reach: number = 10 * Math.SQRT2;
