import type { Example } from '../example.ts';
import { mediaKind } from '../media/mediaKind.ts';
import { decodePicture } from './decodePicture.ts';
import { decodeSound } from './decodeSound.ts';
import { decodeVideo } from './video/decodeVideo.ts';
import type { VideoOptions } from './video/readVideo.ts';

export interface MediaOptions {
  /** What errors call it. Where the bytes say nothing, the end of this name says what it should be. */
  readonly source: string;
  /** A folder from whose node_modules sharp and opus-decoder are taken. */
  readonly from?: string;
  /** Which frames of a video are taken, and how large they become. */
  readonly video?: VideoOptions;
}

/**
 * The picture, sound or video in the bytes of a file, as what its first bytes say it is. An animated GIF is a
 * picture: its first frame.
 *
 * @throws DataError when it is damaged or of another kind.
 */
export async function decodeMedia(
  bytes: Uint8Array,
  options: MediaOptions,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> {
  const { source } = options;
  const kind = mediaKind(bytes, source);
  if (kind === 'image') return { image: await decodePicture(bytes, options) };
  if (kind === 'speech') return { speech: await decodeSound(bytes, options) };
  return { video: await decodeVideo(bytes, { ...options.video, source }) };
}
