import { DataError } from '../dataError.ts';
import { type GriffinLimOptions, griffinLim } from './griffinLim.ts';
import type { LogMel } from './logMel.ts';
import { type LogMelOptions, logMelOptions } from './logMelOptions.ts';
import { melFilters } from './melFilters.ts';
import { melToPower } from './melToPower.ts';
import type { Waveform } from './waveform.ts';

/**
 * A sound with the given log-mel: powers of all frequencies by `melToPower`, phases by `griffinLim`. It
 * sounds like the first one, somewhat hollow; its samples are others.
 *
 * @param options those that `logMel` was given
 * @returns hop·(frames − 1) samples
 * @throws DataError when the log-mel has another number of bands, fewer than two frames, or values that
 *   are not finite, or an option is out of its range.
 */
export function invertLogMel(
  { frames, mels, data }: LogMel,
  options: LogMelOptions & GriffinLimOptions = {},
): Waveform {
  const settings = logMelOptions('invertLogMel', options);
  const { sampleRate, fftSize, range } = settings;
  if (mels !== settings.mels) {
    throw new DataError(
      `invertLogMel: the log-mel must have ${settings.mels} bands, it has ${mels}. Set mels.`,
    );
  }
  if (frames < 2)
    throw new DataError(`invertLogMel: there must be at least 2 frames, got ${frames}.`);
  const filters = melFilters(sampleRate, fftSize, mels, range);
  const { bins } = filters;
  const magnitudes = new Float64Array(frames * bins);
  const bands = new Float64Array(mels);
  for (let frame = 0; frame < frames; frame++) {
    for (let mel = 0; mel < mels; mel++) {
      const value = data[frame * mels + mel];
      bands[mel] = Math.exp(value);
      if (Number.isFinite(bands[mel])) continue;
      throw new DataError(
        `invertLogMel: values must be logarithms of powers, band ${mel} of frame ${frame} is ${value}.`,
      );
    }
    melToPower(filters, bands, magnitudes.subarray(frame * bins, (frame + 1) * bins));
  }
  const samples = griffinLim(magnitudes.map(Math.sqrt), settings, options);
  return { sampleRate, samples: Float32Array.from(samples) };
}
