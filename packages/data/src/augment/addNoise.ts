import { DataError } from '../dataError.ts';
import type { Random } from '../random/random.ts';
import type { Waveform } from '../speech/waveform.ts';

export interface NoiseOptions {
  /** Smallest and largest ratio of the sound's power to the noise's, in decibels: [5, 20]. */
  readonly snr: readonly [number, number];
  /** What is added, from a random place on and over again where it is shorter. White noise unless given. */
  readonly noise?: Waveform;
}

/**
 * The sound with noise: x + n·√(Σx² / (Σn²·10^(snr/10))), snr uniform in its range. Where either is
 * silent, the sound as it is.
 *
 * @throws DataError when the noise has another sample rate or no samples, or the range does not rise.
 */
export function addNoise(sound: Waveform, options: NoiseOptions, random: Random): Waveform {
  const { snr, noise } = options;
  const { sampleRate, samples } = sound;
  if (!(Number.isFinite(snr[0]) && snr[0] <= snr[1] && Number.isFinite(snr[1]))) {
    throw new DataError(`addNoise: snr must rise, in decibels, got [${snr}].`);
  }
  if (noise && (noise.sampleRate !== sampleRate || noise.samples.length === 0)) {
    throw new DataError(
      `addNoise: the noise must have samples, ${sampleRate} a second like the sound, it has ` +
        `${noise.samples.length}, ${noise.sampleRate} a second. Resample it.`,
    );
  }
  const decibels = random.uniform(...snr);
  const start = noise ? random.integer(noise.samples.length) : 0;
  const added = Float64Array.from({ length: samples.length }, (_, i) =>
    noise ? noise.samples[(start + i) % noise.samples.length] : random.normal(),
  );
  const [heard, unheard] = [energy(samples), energy(added)];
  if (heard === 0 || unheard === 0) return sound;
  const scale = Math.sqrt(heard / (unheard * 10 ** (decibels / 10)));
  return { sampleRate, samples: samples.map((value, i) => value + scale * added[i]) };
}

function energy(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
