import { DataError } from '../dataError.ts';
import type { Waveform } from './waveform.ts';

/** Samples that a compressed file may unpack to, all channels together: 66 minutes of speech of 16 kHz. */
export const mostSamples = 64_000_000;

/** Gathers a sound that comes block by block, and averages its channels. */
export interface SoundCollector {
  /** Samples on one channel so far. */
  readonly length: number;
  /**
   * @param channels each with the same number of samples   @param scale what they are multiplied by
   * @throws DataError when there are too many or they are no numbers.
   */
  add(channels: readonly ArrayLike<number>[], scale: number): void;
  /** The samples in from … to−1, all unless told otherwise. @throws DataError when there are none. */
  sound(sampleRate: number, from?: number, to?: number): Waveform;
}

/** @param source what errors call the sound */
export function soundCollector(source: string): SoundCollector {
  const blocks: Float32Array[] = [];
  let length = 0;
  let all = 0;
  return {
    get length() {
      return length;
    },
    add(channels, scale) {
      const size = channels[0].length;
      all += size * channels.length;
      if (all > mostSamples) throw tooLong(source);
      const block = new Float32Array(size);
      const factor = scale / channels.length;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (const channel of channels) sum += channel[i];
        block[i] = sum * factor;
      }
      const bad = block.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        throw new DataError(
          `${source}: samples must be finite numbers, sample ${length + bad} is ${block[bad]}. It is damaged.`,
        );
      }
      blocks.push(block);
      length += size;
    },
    sound(sampleRate, from = 0, to = length) {
      const kept = Math.min(to, length) - from;
      if (kept <= 0) {
        throw new DataError(
          `${source}: a sound must have samples, this one has none. Leave it out.`,
        );
      }
      const samples = new Float32Array(kept);
      let start = -from;
      for (const block of blocks) {
        const part = block.subarray(Math.max(0, -start), Math.max(0, kept - start));
        samples.set(part, Math.min(kept, Math.max(0, start)));
        start += block.length;
      }
      return { sampleRate, samples };
    },
  };
}

export const tooLong = (source: string, most = mostSamples): DataError =>
  new DataError(
    `${source}: a sound must have at most ${most} samples, all channels together, this one has ` +
      'more. Cut it in pieces, with ffmpeg for example.',
  );
