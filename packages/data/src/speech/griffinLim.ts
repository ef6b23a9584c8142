import { DataError } from '../dataError.ts';
import type { Random } from '../random/random.ts';
import { blankSpectra, type FrameSizes, istft, stft } from './stft.ts';

export interface GriffinLimOptions {
  /** 32 unless told otherwise. */
  readonly iterations?: number;
  /** How far each step goes on in the direction of the one before, 0 … 1. 0.99. */
  readonly momentum?: number;
  /** Draws the phases to start from. Without it they are all 0. */
  readonly random?: Random;
}

/**
 * A sound whose spectra have the given magnitudes: there and back again between sound and spectra, each
 * time with the phases that came out, which are pushed on past those of the step before.
 *
 * @param magnitudes float64 [frames, fftSize/2 + 1]
 * @returns hop·(frames − 1) samples
 * @throws DataError when an option is out of its range.
 * @see Perraudin, Balazs and Søndergaard 2013, "A fast Griffin-Lim algorithm"; librosa.griffinlim
 */
export function griffinLim(
  magnitudes: Float64Array,
  sizes: FrameSizes,
  options: GriffinLimOptions = {},
): Float64Array {
  const { iterations = 32, momentum = 0.99, random } = options;
  if (!Number.isInteger(iterations) || iterations < 0) {
    throw new DataError(`griffinLim: iterations must be a whole number from 0, got ${iterations}.`);
  }
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new DataError(`griffinLim: momentum must be within 0 and 1, got ${momentum}.`);
  }
  const frames = magnitudes.length / (sizes.fftSize / 2 + 1);
  const guess = blankSpectra(frames, sizes);
  for (let i = 0; i < magnitudes.length; i++) {
    const phase = random === undefined ? 0 : random.uniform(0, 2 * Math.PI);
    guess.re[i] = magnitudes[i] * Math.cos(phase);
    guess.im[i] = magnitudes[i] * Math.sin(phase);
  }
  const lag = momentum / (1 + momentum);
  let [before, rebuilt] = [blankSpectra(frames, sizes), blankSpectra(frames, sizes)];
  for (let step = 0; step < iterations; step++) {
    stft(istft(guess, sizes), sizes, rebuilt);
    for (let i = 0; i < magnitudes.length; i++) {
      const re = rebuilt.re[i] - lag * before.re[i];
      const im = rebuilt.im[i] - lag * before.im[i];
      const length = Math.sqrt(re * re + im * im);
      const scale = length > 0 ? magnitudes[i] / length : 0;
      guess.re[i] = re * scale;
      guess.im[i] = im * scale;
    }
    [before, rebuilt] = [rebuilt, before];
  }
  return istft(guess, sizes);
}
