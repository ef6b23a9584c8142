import { DataError } from '../../dataError.ts';
import { checkArea } from '../../pictures/checkArea.ts';
import { type Colour, white } from '../../pictures/picture.ts';
import { pictureFormat } from '../../pictures/pictureFormat.ts';
import type { Video } from '../../video/video.ts';
import { readPart } from '../readPart.ts';
import { frameCollector } from './frameCollector.ts';
import { opening, type Probe, probe, rateOf } from './probe.ts';
import { runProgram } from './runProgram.ts';

export interface VideoOptions {
  /** Frames a second. The file's own, in the mean, unless told otherwise. */
  readonly frameRate?: number;
  /** How much is taken, from the beginning. Everything unless told otherwise. */
  readonly seconds?: number;
  /** Width and height: the square in the middle, scaled. The file's own sides unless told otherwise. */
  readonly size?: number;
  /** What shows through where frames are transparent. White unless told otherwise. */
  readonly background?: Colour;
  readonly signal?: AbortSignal;
}

/** Pixels of all frames together: 768 MB. */
export const largestVolume = 256_000_000;
/** A frame counts as having at least so many pixels. */
export const smallestArea = 1024;

/**
 * The frames of a video file (MP4, MOV, WebM, Matroska, AVI, MPEG-TS or an animated GIF), without its sound,
 * upright and with square pixels. ffmpeg reads it, found on PATH.
 *
 * The frames are even in time: each is what is seen in the middle of its 1/frameRate seconds.
 *
 * @param options.source what errors call the file, its path unless told otherwise
 * @throws DataError when ffmpeg is not installed, the file is missing, damaged, cut off or without moving
 *   pictures, or has more than can be held in memory. The signal's reason when it is aborted.
 */
export async function readVideo(
  path: string,
  options: VideoOptions & { readonly source?: string } = {},
): Promise<Video> {
  const { source = path, signal, background = white } = options;
  checkOptions(source, options);
  await checkEnd(path, source);
  const found = await probe(path, source, signal);
  checkArea(source, found.width, found.height);
  const rate = options.frameRate === undefined ? found.frameRate : `${options.frameRate}`;
  const { size } = options;
  const { width, height } = size === undefined ? found : { width: size, height: size };
  const asked = options.seconds ?? Number.POSITIVE_INFINITY;
  const most = Math.floor(largestVolume / Math.max(smallestArea, width * height));
  const expected = Math.ceil(Math.min(asked, found.seconds ?? asked) * rateOf(rate));
  const tooMany = (): DataError =>
    new DataError(
      `${source}: a video must have at most ${most} frames of ${width} x ${height}, this one has more ` +
        'at that frame rate. Ask for a lower frameRate, fewer seconds or a smaller size.',
    );
  if (Number.isFinite(expected) && expected > most) throw tooMany();

  const frames = frameCollector(width, height, found.hasAlpha ? background : undefined, most);
  const take = (bytes: Uint8Array): void => {
    if (!frames.add(bytes)) throw tooMany();
  };
  const limit = Number.isFinite(asked)
    ? ['-frames:v', `${Math.max(1, Math.round(asked * rateOf(rate)))}`]
    : [];
  const filters = ['-vf', filtersFor(found, rate, size).join()];
  const output = ['-f', 'rawvideo', '-pix_fmt', found.hasAlpha ? 'rgba' : 'rgb24', 'pipe:1'];
  const args = [
    ...['-nostdin', '-xerror', ...opening(path), '-map', '0:V:0'],
    ...[...filters, ...limit, ...output],
  ];
  await runProgram('ffmpeg', args, { source, signal }, take);
  const pictures = frames.pictures();
  if (pictures.length > 0) return { frameRate: rateOf(rate), frames: pictures };
  throw new DataError(`${source}: a video must have frames, this one has none. Leave it out.`);
}

/** The last one keeps all frames of one size, whatever the file does on the way. */
function filtersFor({ width, height }: Probe, rate: string, size: number | undefined): string[] {
  if (size === undefined) return [`fps=${rate}`, `scale=${width}:${height}`];
  const side = Math.min(width, height);
  const middle = `crop=${side}:${side}`;
  return [`fps=${rate}`, `scale=${width}:${height}`, middle, `scale=${size}:${size}`];
}

function checkOptions(source: string, options: VideoOptions): void {
  for (const name of ['frameRate', 'seconds', 'size'] as const) {
    const value = options[name];
    const fits = value === undefined || (Number.isFinite(value) && value > 0);
    if (fits && (name !== 'size' || Number.isInteger(value ?? 1))) continue;
    throw new DataError(`${source}: ${name} must be a positive number, got ${value}.`);
  }
}

/** A GIF that is cut off is decoded without a word. */
async function checkEnd(path: string, source: string): Promise<void> {
  const head = await readPart(path, 'video', 0, 64);
  if (pictureFormat(head) !== 'GIF') return;
  const [last] = await readPart(path, 'video', -1, 1);
  if (last === gifEnd) return;
  throw new DataError(`${source}: a GIF must have an end, this one is cut off. Fetch it again.`);
}

const gifEnd = 0x3b;
