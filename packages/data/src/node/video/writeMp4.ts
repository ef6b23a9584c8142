import { rename, rm } from 'node:fs/promises';
import { checkFrames } from '../../video/checkFrames.ts';
import type { Video } from '../../video/video.ts';
import { runProgram } from './runProgram.ts';

/**
 * Writes a video as MP4 (H.264), which ffmpeg makes, found on PATH. Sides that are odd get a black row or
 * column. The file appears at once and whole.
 *
 * @throws DataError when there is no frame, frames differ in size, or ffmpeg is not installed or fails.
 */
export async function writeMp4(
  path: string,
  video: Video,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { width, height } = checkFrames(path, video);
  const half = `${path}.half`;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`];
  const input = [...raw, '-framerate', `${video.frameRate}`, '-i', 'pipe:0'];
  const even = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2'];
  const coding = ['-c:v', 'libx264', '-crf', '18', '-pix_fmt', 'yuv420p'];
  const output = ['-movflags', '+faststart', '-f', 'mp4', '-y', `file:${half}`];
  try {
    await runProgram(
      'ffmpeg',
      [...input, ...even, ...coding, ...output],
      { source: path, signal: options.signal, input: video.frames.map(({ data }) => data) },
      () => {},
    );
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}
