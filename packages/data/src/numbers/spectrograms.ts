import type { Example } from '../example.ts';
import { logMel } from '../speech/logMel.ts';
import type { LogMelOptions } from '../speech/logMelOptions.ts';
import { resample } from '../speech/resample.ts';
import type { Waveform } from '../speech/waveform.ts';
import { assertFinite } from './assertFinite.ts';
import type { Numbers } from './numbers.ts';

/** How a sound becomes frames of bands: see `logMel`. */
export type Spectrogram = Required<
  Pick<LogMelOptions, 'sampleRate' | 'fftSize' | 'windowLength' | 'hop'>
>;

/** What is taken from a log-mel, and what it is then divided by. */
export interface MelNormalisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Frames and bands of the network. */
export interface SpectrogramSize {
  readonly frames: number;
  readonly mels: number;
}

/**
 * Sounds of any rate and length as log-mels, (value − mean)/deviation. They are resampled to one rate and
 * cut to the first `frames`; behind a shorter one stand zeros and a mask of 0, as for an example without
 * speech.
 *
 * @throws DataError naming an example that is to be heard with a sample that is not finite.
 */
export function spectrogramsOf(
  examples: readonly Example[],
  { frames, mels }: SpectrogramSize,
  spectrogram: Spectrogram,
  { mean, deviation }: MelNormalisation,
): { frames: Numbers; mask: Numbers } {
  const values = new Float32Array(examples.length * frames * mels);
  const mask = new Float32Array(examples.length * frames);
  examples.forEach(({ id, speech }, row) => {
    if (speech === undefined) return;
    const heard = logMel(beginning(id, speech, frames, spectrogram), { ...spectrogram, mels });
    const count = Math.min(heard.frames, frames);
    const at = row * frames * mels;
    for (let i = 0; i < count * mels; i++) values[at + i] = (heard.data[i] - mean) / deviation;
    mask.fill(1, row * frames, row * frames + count);
  });
  return {
    frames: { values, shape: [examples.length, frames, mels] },
    mask: { values: mask, shape: [examples.length, frames] },
  };
}

/** More than the reach of the filter that resamples. */
const margin = 0.1;

/** All that `frames` frames hear, at the rate they need, and little more: sounds may be hours. */
function beginning(
  id: string,
  { samples, sampleRate }: Waveform,
  frames: number,
  { sampleRate: rate, hop, fftSize }: Spectrogram,
): Waveform {
  const needed = (frames - 1) * hop + fftSize / 2;
  const cut = samples.subarray(0, Math.ceil((needed / rate + margin) * sampleRate));
  assertFinite(id, 'speech', cut);
  const resampled = resample({ samples: cut, sampleRate }, rate);
  return { sampleRate: rate, samples: resampled.samples.subarray(0, needed) };
}
