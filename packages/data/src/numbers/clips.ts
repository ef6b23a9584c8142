import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import type { Picture } from '../pictures/picture.ts';
import type { Video } from '../video/video.ts';
import { assertFinite } from './assertFinite.ts';
import type { Numbers } from './numbers.ts';
import { type PixelNormalisation, pixelWriter } from './pixels.ts';

/** Frames of the network, and the side of each in pixels. */
export interface ClipSize {
  readonly time: number;
  readonly size: number;
}

/**
 * Videos of any size and length as float32 [batch, time, size, size, 3], (value/255 − mean)/deviation; the
 * row of an example without one is 0.
 *
 * @throws DataError naming an example whose video has no frames, or pixels that are not bytes.
 */
export function clipsOf(
  examples: readonly Example[],
  { time, size }: ClipSize,
  normalisation: PixelNormalisation,
): Numbers {
  const write = pixelWriter(size, normalisation);
  const each = size * size * 3;
  const values = new Float32Array(examples.length * time * each);
  examples.forEach(({ id, video }, row) => {
    if (video === undefined) return;
    sampledFrames(id, video, time).forEach((frame, t) => {
      write(frame, values, (row * time + t) * each);
    });
    assertFinite(id, 'video', values, row * time * each, (row + 1) * time * each);
  });
  return { values, shape: [examples.length, time, size, size, 3] };
}

/** `time` frames at equal distances, the first and the last among them; of fewer, some come again. */
function sampledFrames(id: string, { frames }: Video, time: number): Picture[] {
  if (frames.length === 0) {
    throw new DataError(`clipsOf: the video of example '${id}' must have frames, it has none.`);
  }
  const between = time > 1 ? (frames.length - 1) / (time - 1) : 0;
  return Array.from({ length: time }, (_, t) => frames[Math.round(t * between)]);
}
