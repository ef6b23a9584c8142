import type { Example } from '../example.ts';
import { mediaKind } from '../media/mediaKind.ts';
import { decodeMedia } from './decodeMedia.ts';
import { readBytes } from './readBytes.ts';
import { readPart } from './readPart.ts';
import { readVideo, type VideoOptions } from './video/readVideo.ts';

/**
 * A picture, a sound or a video, as what the file's first bytes say it is; by its name where they say nothing.
 *
 * @param from a folder from whose node_modules sharp and opus-decoder are taken
 * @param video which frames of a video are taken, and how large they become
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export async function readMedia(
  path: string,
  from?: string,
  video?: VideoOptions,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> {
  const head = await readPart(path, 'file', 0, headBytes);
  if (mediaKind(head, path) === 'video') return { video: await readVideo(path, video) };
  const bytes = head.length < headBytes ? head : await readBytes(path, 'file');
  return decodeMedia(bytes, { source: path, ...(from ? { from } : {}) });
}

/** Enough for `mediaKind`, and for all of a small picture, so that it is opened once. */
const headBytes = 65_536;
