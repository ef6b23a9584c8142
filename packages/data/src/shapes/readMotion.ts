import type { Video } from '../video/video.ts';
import { type Blob, measure, shapeMask } from './blobs.ts';
import type { Level, SaidFactors, Word } from './factors.ts';
import { readFactors } from './readFactors.ts';

/** A shape that grows or shrinks changes its area at least twofold. */
const growth = 1.5;
/**
 * In pixels of 64. A shape that moves goes at least ten; the middle of a heart that turns goes up to five,
 * since it does not turn about it.
 */
const leastWay = 7;
/** A shape that turns covers at some time less than this part of what it covered at first, and does not move. */
const covered = 0.93;

/**
 * Reads back what the caption of a clean video of `shapes` says: `motion` from how the centre, the area
 * and the outline change between its frames, `place` from the frame in the middle, the rest from the one in
 * which the shape is largest.
 * Without `motion` when nothing moves; undefined when a frame shows no shape.
 *
 * @param level 1 to 5
 */
export function readMotion({ frames }: Video, level: Level): SaidFactors | undefined {
  const masks = frames.map((frame) => shapeMask(frame, level));
  const blobs = masks.flatMap((mask, i) => measure(frames[i], mask) ?? []);
  if (frames.length === 0 || blobs.length < frames.length) return undefined;
  const largest = blobs.reduce((best, { area }, i) => (area > blobs[best].area ? i : best), 0);
  const motion = motionOf(blobs[0], blobs[blobs.length - 1]) ?? turning(masks);
  const { place } = readFactors(frames[Math.floor(frames.length / 2)], level)!;
  return {
    ...readFactors(frames[largest], level)!,
    ...(place && { place }),
    ...(motion && { motion }),
  };
}

function motionOf(first: Blob, last: Blob): Word<'motion'> | undefined {
  if (last.area > growth * first.area) return 'grows';
  if (first.area > growth * last.area) return 'shrinks';
  const [right, down] = [last.x - first.x, last.y - first.y];
  if (Math.hypot(right, down) < leastWay) return undefined;
  if (Math.abs(right) > Math.abs(down)) return right > 0 ? 'moves right' : 'moves left';
  return down > 0 ? 'moves down' : 'moves up';
}

function turning([first, ...others]: readonly Uint8Array[]): 'turns' | undefined {
  const area = first.reduce((sum, value) => sum + value, 0);
  const both = (mask: Uint8Array): number =>
    first.reduce((sum, value, i) => sum + value * mask[i], 0);
  return others.some((mask) => both(mask) < covered * area) ? 'turns' : undefined;
}
