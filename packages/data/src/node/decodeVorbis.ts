import { oggPackets } from '../ogg/oggPackets.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWithFfmpeg, type FfmpegOptions } from './decodeWithFfmpeg.ts';

/**
 * Sound from the bytes of an Ogg file of another codec than Opus, Vorbis as a rule, by ffmpeg. What is
 * damaged or missing, which ffmpeg would pass over, is looked for here.
 *
 * @throws DataError as `oggPackets` and `decodeWithFfmpeg`.
 */
export async function decodeVorbis(
  bytes: Uint8Array,
  options: Omit<FfmpegOptions, 'format'>,
): Promise<Waveform> {
  const { packets, end } = oggPackets(options.source, bytes);
  const sound = await decodeWithFfmpeg(bytes, { ...options, format: 'ogg' });
  const isVorbis = String.fromCharCode(...packets[0].subarray(1, 7)) === 'vorbis';
  // Vorbis counts in samples; the last packet may hold more than the sound has.
  if (!isVorbis || end < 0) return sound;
  return { ...sound, samples: sound.samples.slice(0, end) };
}
