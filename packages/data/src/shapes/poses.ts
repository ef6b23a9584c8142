import type { Random } from '../random/random.ts';
import { directions } from './drawMotion.ts';
import { centreAt, scaleOf } from './drawShape.ts';
import type { MotionFactors, PairFactors, SaidFactors, ShapeFactors } from './factors.ts';
import { reach } from './outlines.ts';

/**
 * Draws what captions do not say: where a shape is and how it is turned. `rest` is what is left of
 * x + y + rotation when divided by 5: it tells the splits apart.
 */
export function drawPose(said: SaidFactors, rest: () => number, random: Random): ShapeFactors {
  const [vertical, horizontal] = said.place?.split(' ') ?? [];
  const x = drawPlace(horizontal, random);
  const y = drawPlace(vertical, random);
  return { ...said, x, y, rotation: drawRotation(x + y, rest, random) };
}

/**
 * Draws what captions do not say of a video: the pose of the first frame and how far it goes. A shape
 * that is said to be at a place stays in that quarter.
 */
export function drawMotionPose(
  said: SaidFactors,
  rest: () => number,
  random: Random,
): MotionFactors {
  const motion = said.motion!;
  if (motion === 'turns') {
    const extent = (90 + random.integer(91)) * (random.integer(2) === 0 ? 1 : -1);
    return { ...drawPose(said, rest, random), motion, extent };
  }
  if (motion === 'grows' || motion === 'shrinks') {
    // At 60 % and more a big shape never gets as small as a small one.
    return { ...drawPose(said, rest, random), motion, extent: 60 + random.integer(11) };
  }
  const [vertical, horizontal] = said.place?.split(' ') ?? [];
  const [right, down] = directions[motion];
  const extent = said.place === undefined ? 10 + random.integer(11) : 10;
  const along = (side: string | undefined, direction: number): number =>
    direction === 0 ? drawPlace(side, random) : drawStart(side, direction, extent, random);
  const x = along(horizontal, right);
  const y = along(vertical, down);
  return { ...said, x, y, rotation: drawRotation(x + y, rest, random), motion, extent };
}

/**
 * Draws where two shapes are: apart in the direction of their relation by more than both reach, and in
 * the other direction nearer by a third at most. `rest` is of the sum of both x + y + rotation.
 */
export function drawPairPose(said: SaidFactors, rest: () => number, random: Random): PairFactors {
  const pair = said as PairFactors;
  const reaches = reach * (scaleOf(pair.size) + scaleOf(pair.otherSize));
  const least = Math.ceil((reaches + spare) / (centreAt(1) - centreAt(0)));
  const gap = least + random.integer(32 - least);
  const sideways = random.integer(2 * Math.floor(gap / 3) + 1) - Math.floor(gap / 3);
  const beside = pair.relation === 'left of' || pair.relation === 'right of';
  const isFirst = pair.relation === 'left of' || pair.relation === 'above';
  const [along, otherAlong] = drawTwo(isFirst ? gap : -gap, random);
  const [across, otherAcross] = drawTwo(sideways, random);
  const [x, y] = beside ? [along, across] : [across, along];
  const [otherX, otherY] = beside ? [otherAlong, otherAcross] : [otherAcross, otherAlong];
  const otherRotation = random.integer(360);
  const rotation = drawRotation(x + y + otherX + otherY + otherRotation, rest, random);
  return { ...pair, x, y, rotation, otherX, otherY, otherRotation };
}

/** Pixels of 64 that stay free between two shapes. */
const spare = 2;

/** Two indices of 32, the second larger by `difference`. */
function drawTwo(difference: number, random: Random): [number, number] {
  const lower = random.integer(32 - Math.abs(difference));
  return difference >= 0 ? [lower, lower + difference] : [lower - difference, lower];
}

/** Degrees that together with `others` have the rest. */
const drawRotation = (others: number, rest: () => number, random: Random): number => {
  const remainder = rest();
  return (5 * random.integer(72) + remainder + 4 * others) % 360;
};

/** An index of 32: 1…9 on the left or top, 26…31 on the right or bottom, else any. */
function drawPlace(side: string | undefined, random: Random): number {
  if (side === undefined) return random.integer(32);
  return isLow(side) ? 1 + random.integer(9) : 26 + random.integer(6);
}

/** Where a way of `extent` begins that stays in 0…14 on the left or top, in 17…31 on the right or bottom. */
function drawStart(
  side: string | undefined,
  direction: number,
  extent: number,
  random: Random,
): number {
  const [low, places] = side === undefined ? [0, 32] : [isLow(side) ? 0 : 17, 15];
  const start = low + random.integer(places - extent);
  return direction > 0 ? start : start + extent;
}

const isLow = (side: string): boolean => side === 'left' || side === 'top';
