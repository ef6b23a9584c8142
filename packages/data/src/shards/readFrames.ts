import { DataError } from '../dataError.ts';
import { decodePng } from '../png/decodePng.ts';
import type { Video } from '../video/video.ts';
import { frameExtension } from './memberRole.ts';
import { parseObject } from './parseJson.ts';

const mostFrames = 1_000_000;

/**
 * A video that stands in a shard as its frames: 0000.png, 0001.png, … and frames.json with `frames`, how
 * many there are, and `frameRate`.
 *
 * @param files by extension
 * @throws DataError when one is missing or damaged, or they differ in size.
 */
export function readFrames(files: ReadonlyMap<string, Uint8Array>, source: string): Video {
  const { frameRate, frames: count } = readHead(files.get('frames.json') as Uint8Array, source);
  const frames = Array.from({ length: count }, (_, i) => {
    const extension = frameExtension(i);
    const bytes = files.get(extension);
    if (bytes === undefined) {
      throw new DataError(
        `${source}: a video of ${count} frames must have .${extension}, it is missing.`,
      );
    }
    return decodePng(bytes, { source: `${source}.${extension}` });
  });
  const [{ width, height }] = frames;
  const odd = frames.findIndex((frame) => frame.width !== width || frame.height !== height);
  if (odd >= 0) {
    throw new DataError(
      `${source}: the frames of a video must have one size, ${width}x${height} here, that of frame ${odd} ` +
        `is ${frames[odd].width}x${frames[odd].height}.`,
    );
  }
  return { frameRate, frames };
}

function readHead(bytes: Uint8Array, source: string): { frameRate: number; frames: number } {
  const { frameRate, frames } = parseObject(new TextDecoder().decode(bytes)) ?? {};
  if (typeof frameRate === 'number' && frameRate > 0 && typeof frames === 'number') {
    if (Number.isInteger(frames) && frames > 0 && frames <= mostFrames)
      return { frameRate, frames };
  }
  throw new DataError(
    `${source}.frames.json: it must hold frames, how many there are (1 to ${mostFrames}), and frameRate, ` +
      'how many a second. Mend it.',
  );
}
