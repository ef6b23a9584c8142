import { extname } from 'node:path';
import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { firstBytes } from './readBytes.ts';
import { readPicture } from './readPicture.ts';
import { readSound } from './readSound.ts';

/** Sound and film that is not read here yet. */
const later = /^\.(mp3|flac|ogg|opus|m4a|mp4|webm|mov)$/;

/**
 * A picture or a sound, as what the file's first bytes say it is; by its name where they say nothing.
 *
 * @param from a folder from whose node_modules sharp is taken
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export async function readMedia(
  path: string,
  from?: string,
): Promise<Pick<Example, 'image' | 'speech'>> {
  const head = String.fromCharCode(...(await firstBytes(path, 12)));
  const isSound = /^RIFF....WAVE/s.test(head) || extname(path).toLowerCase() === '.wav';
  if (isSound) return { speech: await readSound(path) };
  if (later.test(extname(path).toLowerCase())) {
    throw new DataError(
      `${path}: a file must be a picture or a WAV file, this is ${extname(path)}. Convert it, with ffmpeg for example.`,
    );
  }
  return { image: await readPicture(path, from ? { from } : {}) };
}
