import { DataError } from '../dataError.ts';
import { soundFormat } from '../media/mediaKind.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWav } from '../wav/decodeWav.ts';

/**
 * The sound in the bytes of a file, on one channel. What it is, is told by its first bytes.
 *
 * @param options.source what errors call it
 * @throws DataError when it is damaged or of another kind.
 */
export async function decodeSound(
  bytes: Uint8Array,
  options: { readonly source: string },
): Promise<Waveform> {
  const format = soundFormat(bytes);
  if (format === undefined || format === 'WAV') return decodeWav(bytes, options);
  throw new DataError(
    `${options.source}: a sound must be a WAV file, this is ${format}. Convert it, with ffmpeg for example.`,
  );
}
