import { readFile } from 'node:fs/promises';
import { DataError } from '../dataError.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWav } from '../wav/decodeWav.ts';

/**
 * The sound in a WAV file, on one channel.
 *
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export async function readSound(path: string): Promise<Waveform> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(`${path}: the sound cannot be opened (${error.code}). Check the path.`);
  });
  return decodeWav(bytes, { source: path });
}
