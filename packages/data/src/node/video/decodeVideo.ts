import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Video } from '../../video/video.ts';
import { readVideo, type VideoOptions } from './readVideo.ts';

/**
 * The frames in the bytes of a video file. They go through a file that is gone afterwards, since most MP4
 * files can only be read with their end at hand. Where there is a file already, `readVideo` reads that.
 *
 * @param options.source what errors call it
 * @throws DataError as `readVideo` does.
 */
export async function decodeVideo(
  bytes: Uint8Array,
  options: VideoOptions & { readonly source: string },
): Promise<Video> {
  const folder = await mkdtemp(join(tmpdir(), 'xm-video-'));
  try {
    const path = join(folder, 'video');
    await writeFile(path, bytes);
    return await readVideo(path, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
