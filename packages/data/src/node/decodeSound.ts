import { DataError } from '../dataError.ts';
import { decodeFlac } from '../flac/decodeFlac.ts';
import { soundFormat } from '../media/mediaKind.ts';
import { isOpus } from '../ogg/opusHead.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWav } from '../wav/decodeWav.ts';
import { decodeMp3 } from './decodeMp3.ts';
import { decodeOpus } from './decodeOpus.ts';
import { decodeVorbis } from './decodeVorbis.ts';

export interface SoundOptions {
  /** A folder from whose node_modules opus-decoder is taken. The current one unless told otherwise. */
  readonly from?: string;
  /** Stops ffmpeg. */
  readonly signal?: AbortSignal;
}

/**
 * The sound in the bytes of a file, on one channel. What it is, is told by its first bytes. WAV and FLAC
 * are read here; Ogg Opus by opus-decoder, MP3 and Ogg Vorbis by ffmpeg, where these are installed.
 *
 * @param options.source what errors call it
 * @throws DataError when it is damaged, too long or of another kind. The signal's reason when it is aborted.
 */
export async function decodeSound(
  bytes: Uint8Array,
  options: SoundOptions & { readonly source: string },
): Promise<Waveform> {
  const { source, from = process.cwd(), signal } = options;
  const format = soundFormat(bytes);
  if (format === 'WAV') return decodeWav(bytes, { source });
  if (format === 'FLAC') return decodeFlac(bytes, { source });
  if (format === 'Ogg' && isOpus(bytes)) return decodeOpus(bytes, { source, from });
  if (format === 'MP3') return decodeMp3(bytes, { source, signal });
  if (format === 'Ogg') return decodeVorbis(bytes, { source, signal });
  throw new DataError(
    `${source}: not a WAV, FLAC, MP3 or Ogg file, ` +
      `${bytes.length === 0 ? 'it is empty' : 'it is of no kind known here'}.`,
  );
}
