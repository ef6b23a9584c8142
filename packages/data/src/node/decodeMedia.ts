import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { mediaKind } from '../media/mediaKind.ts';
import { decodePicture } from './decodePicture.ts';
import { decodeSound } from './decodeSound.ts';

export interface MediaOptions {
  /** What errors call it. Where the bytes say nothing, the end of this name says what it should be. */
  readonly source: string;
  /** A folder from whose node_modules sharp and opus-decoder are taken. */
  readonly from?: string;
}

/**
 * The picture or sound in the bytes of a file, as what its first bytes say it is.
 *
 * @throws DataError when it is damaged or of another kind.
 */
export async function decodeMedia(
  bytes: Uint8Array,
  options: MediaOptions,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> {
  const kind = mediaKind(bytes, options.source);
  if (kind === 'image') return { image: await decodePicture(bytes, options) };
  if (kind === 'speech') return { speech: await decodeSound(bytes, options) };
  throw new DataError(
    `${options.source}: a file must be a picture or a sound, this is a video. Take its frames out, with ffmpeg for example.`,
  );
}
