import type { Waveform } from '../speech/waveform.ts';
import { decodeSound, type SoundOptions } from './decodeSound.ts';
import { readBytes } from './readBytes.ts';

/**
 * The sound in a file, on one channel. What it is, is told by its first bytes, not by its name: see
 * `decodeSound`.
 *
 * @throws DataError when the file is missing, damaged, too long or of another kind.
 */
export const readSound = async (path: string, options: SoundOptions = {}): Promise<Waveform> =>
  decodeSound(await readBytes(path, 'sound'), { ...options, source: path });
