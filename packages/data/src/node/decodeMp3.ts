import { DataError } from '../dataError.ts';
import { mp3Length } from '../mp3/mp3Length.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWithFfmpeg, type FfmpegOptions } from './decodeWithFfmpeg.ts';

/**
 * Sound from the bytes of an MP3 file, by ffmpeg. Where the file says how long it is, what the encoder
 * added at its end is taken off.
 *
 * @throws DataError as `decodeWithFfmpeg`, and when there is less than the file says.
 */
export async function decodeMp3(
  bytes: Uint8Array,
  options: Omit<FfmpegOptions, 'format'>,
): Promise<Waveform> {
  const sound = await decodeWithFfmpeg(bytes, { ...options, format: 'mp3' });
  const said = mp3Length(bytes);
  if (said === undefined) return sound;
  const { length } = sound.samples;
  if (length < said.samples) {
    throw new DataError(
      `${options.source}: the MP3 file is cut off: there must be ${said.samples} samples, there are ` +
        `${length}. Fetch it again.`,
    );
  }
  // More than padding is sound after all, as when files were joined.
  if (length >= said.samples + 3 * said.frame) return sound;
  return { ...sound, samples: sound.samples.slice(0, said.samples) };
}
