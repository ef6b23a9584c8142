import { DataError } from '../dataError.ts';
import type { Waveform } from './waveform.ts';

export interface TrimOptions {
  /** Frames that many decibels below the loudest, or more, are silent. 60 unless told otherwise. */
  readonly topDb?: number;
  /** Samples over which loudness is measured. 2048. */
  readonly frameLength?: number;
  /** Samples from one frame to the next: what is kept begins and ends on one. 512. */
  readonly hop?: number;
}

/** Powers below count as this, as in librosa. */
const floor = 1e-10;

/**
 * The sound without the silence before and after it: from the first frame that is loud enough to the
 * last. Frames are centred on every `hop`-th sample, with zeros beyond the ends. Where all is equally
 * silent, all is kept.
 *
 * @throws DataError when an option is out of its range.
 * @see librosa.effects.trim
 */
export function trimSilence(
  { sampleRate, samples }: Waveform,
  options: TrimOptions = {},
): Waveform {
  const { topDb = 60, frameLength = 2048, hop = 512 } = options;
  if (!(topDb > 0)) throw new DataError(`trimSilence: topDb must be positive, got ${topDb}.`);
  for (const [name, value] of Object.entries({ frameLength, hop })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new DataError(`trimSilence: ${name} must be a whole number from 1, got ${value}.`);
  }
  const before = Math.floor(frameLength / 2);
  const frames = 1 + Math.floor((samples.length + 2 * before - frameLength) / hop);
  const powers = Float64Array.from({ length: Math.max(0, frames) }, (_, frame) => {
    const start = frame * hop - before;
    const end = Math.min(samples.length, start + frameLength);
    let sum = 0;
    for (let i = Math.max(0, start); i < end; i++) sum += samples[i] * samples[i];
    return Math.max(floor, sum / frameLength);
  });
  const quietest = powers.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-topDb / 10);
  const first = powers.findIndex((power) => power > quietest);
  const last = powers.findLastIndex((power) => power > quietest);
  return { sampleRate, samples: samples.slice(Math.max(0, first) * hop, (last + 1) * hop) };
}
