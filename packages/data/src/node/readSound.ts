import type { Waveform } from '../speech/waveform.ts';
import { decodeWav } from '../wav/decodeWav.ts';
import { readBytes } from './readBytes.ts';

/**
 * The sound in a WAV file, on one channel.
 *
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export async function readSound(path: string): Promise<Waveform> {
  return decodeWav(await readBytes(path, 'sound'), { source: path });
}
