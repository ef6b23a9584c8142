import type { Waveform } from '../speech/waveform.ts';
import { decodeSound } from './decodeSound.ts';
import { readBytes } from './readBytes.ts';

/**
 * The sound in a file, on one channel.
 *
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export const readSound = async (path: string): Promise<Waveform> =>
  decodeSound(await readBytes(path, 'sound'), { source: path });
