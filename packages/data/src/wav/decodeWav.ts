import { DataError } from '../dataError.ts';
import type { Waveform } from '../speech/waveform.ts';
import { type SampleFormat, sampleFormats } from './sampleFormats.ts';
import { readWavChunks } from './wavChunks.ts';

/**
 * Sound from the bytes of a WAV file: whole numbers of 8, 16, 24 or 32 bits, floats of 32 or 64, µ-law
 * and A-law (ITU-T G.711). Several channels become one: their mean.
 *
 * @param options.source what errors call it
 * @throws DataError for what is not a WAV file, is cut off or encoded in another way, has no samples, or
 *   has some that are not numbers.
 * @see "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft 1991
 */
export function decodeWav(bytes: Uint8Array, options: { source?: string } = {}): Waveform {
  const { source = 'WAV' } = options;
  const { format, data } = readWavChunks(source, bytes);
  const { channels, sampleRate, sample } = readFormat(source, format);
  const frame = channels * sample.bytes;
  const length = Math.floor(data.byteLength / frame);
  if (length === 0) {
    throw new DataError(`${source}: a sound must have samples, this one has none. Leave it out.`);
  }
  const samples = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let at = i * frame; at < (i + 1) * frame; at += sample.bytes) sum += sample.read(data, at);
    samples[i] = sum / channels;
    if (!Number.isFinite(samples[i])) {
      throw new DataError(
        `${source}: samples must be finite numbers, sample ${i} is ${samples[i]}. It is damaged.`,
      );
    }
  }
  return { sampleRate, samples };
}

/** The encoding's own number stands further on when this is in its place. */
const extensible = 0xfffe;
const mostChannels = 64;
const highestRate = 1_000_000;

interface Format {
  readonly channels: number;
  readonly sampleRate: number;
  readonly sample: SampleFormat;
}

function readFormat(source: string, format: DataView): Format {
  const refuse = (what: string): DataError => new DataError(`${source}: ${what}. It is damaged.`);
  const size = format.byteLength;
  if (size < 16) throw refuse(`the format of a WAV file must have 16 bytes, there are ${size}`);
  const first = format.getUint16(0, true);
  const encoding = first === extensible && size >= 26 ? format.getUint16(24, true) : first;
  const channels = format.getUint16(2, true);
  const sampleRate = format.getUint32(4, true);
  const bits = format.getUint16(14, true);
  const sample = sampleFormats[encoding]?.[bits];
  if (sample === undefined) {
    throw new DataError(
      `${source}: a WAV file must hold whole numbers of 8, 16, 24 or 32 bits, floats of 32 or 64, ` +
        `µ-law or A-law, this one has encoding ${encoding} with ${bits} bits. Convert it, with ` +
        'ffmpeg for example.',
    );
  }
  if (channels < 1 || channels > mostChannels) {
    throw refuse(`a sound must have 1 to ${mostChannels} channels, this one says ${channels}`);
  }
  if (sampleRate < 1 || sampleRate > highestRate) {
    throw refuse(
      `a sound must have 1 to ${highestRate} samples a second, this one says ${sampleRate}`,
    );
  }
  return { channels, sampleRate, sample };
}
