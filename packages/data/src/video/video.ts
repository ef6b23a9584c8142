import type { Picture } from '../pictures/picture.ts';

/** Moving pictures without sound: `frames`, all of one size, `frameRate` of them a second. */
export interface Video {
  /** Frames a second. */
  readonly frameRate: number;
  readonly frames: readonly Picture[];
}
