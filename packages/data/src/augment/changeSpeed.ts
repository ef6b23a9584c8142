import { DataError } from '../dataError.ts';
import type { Random } from '../random/random.ts';
import { resample } from '../speech/resample.ts';
import type { Waveform } from '../speech/waveform.ts';

/**
 * The sound played faster or slower, and with it higher or lower, by a random whole number of hundredths.
 *
 * @param options.range smallest and largest factor: [0.9, 1.1]
 * @returns ⌈samples/factor⌉ samples at the same rate
 * @throws DataError when the range does not rise within 0.1 and 10.
 * @see Ko et al. 2015, "Audio Augmentation for Speech Recognition"
 */
export function changeSpeed(
  sound: Waveform,
  options: { readonly range: readonly [number, number] },
  random: Random,
): Waveform {
  const [slowest, fastest] = options.range;
  if (!(slowest >= 0.1 && slowest <= fastest && fastest <= 10)) {
    throw new DataError(`changeSpeed: range must rise within 0.1 and 10, got [${options.range}].`);
  }
  const hundredths = Math.round(100 * random.uniform(slowest, fastest));
  const { samples } = resample({ sampleRate: hundredths, samples: sound.samples }, 100);
  return { sampleRate: sound.sampleRate, samples };
}
