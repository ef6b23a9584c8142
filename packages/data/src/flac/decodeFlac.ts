import { DataError } from '../dataError.ts';
import { mostSamples, soundCollector, tooLong } from '../speech/soundCollector.ts';
import type { Waveform } from '../speech/waveform.ts';
import { type FlacFrame, readFrame } from './frame.ts';
import { readStreamInfo, type StreamInfo } from './streamInfo.ts';
import { DamagedFrame } from './subframe.ts';

/**
 * Sound from the bytes of a FLAC file: 4 to 32 bits, every block checked by its checksum. Several channels
 * become one: their mean. The last samples' MD5 is not looked at.
 *
 * @param options.source what errors call it
 * @throws DataError for what is not a FLAC file, is cut off or damaged, has no samples, or more than 64
 *   million on all channels together.
 * @see RFC 9639
 */
export function decodeFlac(bytes: Uint8Array, options: { source?: string } = {}): Waveform {
  const { source = 'FLAC' } = options;
  const info = readStreamInfo(source, bytes);
  if (info.length * info.channels > mostSamples) throw tooLong(source);
  const collector = soundCollector(source);
  // Where the head says how many samples there are, what comes after them is no sound.
  const more = (): boolean => info.length === 0 || collector.length < info.length;
  for (let at = info.end; at < bytes.length && more(); ) {
    const { channels, end } = frameAt(source, bytes, at, info, collector.length);
    collector.add(channels, 2 ** (1 - info.depth));
    at = end;
  }
  if (collector.length < info.length) {
    throw new DataError(
      `${source}: the FLAC file is cut off: there must be ${info.length} samples, there are ` +
        `${collector.length}. Fetch it again.`,
    );
  }
  return collector.sound(info.sampleRate);
}

function frameAt(
  source: string,
  bytes: Uint8Array,
  at: number,
  info: StreamInfo,
  sample: number,
): FlacFrame {
  try {
    return readFrame(bytes, at, info);
  } catch (error) {
    if (!(error instanceof DamagedFrame)) throw error;
    throw new DataError(
      `${source}: the FLAC file is damaged or cut off from sample ${sample} on. Fetch it again.`,
    );
  }
}
