import { DataError } from '../dataError.ts';
import type { Picture } from '../pictures/picture.ts';
import type { Video } from './video.ts';

/**
 * The first frame of a video, whose size all have.
 *
 * @param source what errors call the video
 * @throws DataError when there is none, frames differ in size, or the frame rate is not positive.
 */
export function checkFrames(source: string, { frameRate, frames }: Video): Picture {
  const [first] = frames;
  if (first === undefined || !Number.isFinite(frameRate) || frameRate <= 0) {
    throw new DataError(
      `${source}: a video must have frames and a positive frame rate, got ${frames.length} frames at ` +
        `${frameRate} a second.`,
    );
  }
  const other = frames.find(
    ({ width, height }) => width !== first.width || height !== first.height,
  );
  if (other === undefined) return first;
  throw new DataError(
    `${source}: all frames must have one size, got ${first.width} x ${first.height} and ` +
      `${other.width} x ${other.height}. Resize them.`,
  );
}
