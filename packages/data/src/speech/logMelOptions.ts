import { DataError } from '../dataError.ts';

export interface LogMelOptions {
  /** Samples a second that the sound must have. 16,000 unless told otherwise. */
  readonly sampleRate?: number;
  /** Size of the Fourier transform, a power of two. 512. */
  readonly fftSize?: number;
  /** Samples under the window, at most `fftSize`. 400: 25 ms. */
  readonly windowLength?: number;
  /** Samples from one frame to the next. 160: 10 ms. */
  readonly hop?: number;
  /** Bands. 80. */
  readonly mels?: number;
  /** Lowest and highest frequency in hertz. From 0 to half the sample rate. */
  readonly range?: readonly [number, number];
  /** Powers below count as this. 1e-10. */
  readonly floor?: number;
}

/**
 * All options, checked.
 *
 * @param caller whose options they are, for the message
 * @throws DataError when one is out of its range.
 */
export function logMelOptions(caller: string, given: LogMelOptions): Required<LogMelOptions> {
  const { sampleRate = 16_000 } = given;
  const { fftSize = 512, windowLength = 400, hop = 160, mels = 80, floor = 1e-10 } = given;
  const { range = [0, sampleRate / 2] } = given;
  const refuse = (what: string): DataError => new DataError(`${caller}: ${what}.`);
  for (const [name, value] of Object.entries({ sampleRate, hop, mels, windowLength })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw refuse(`${name} must be a whole number from 1, got ${value}`);
  }
  if (windowLength > fftSize) {
    throw refuse(`windowLength must be at most fftSize ${fftSize}, got ${windowLength}`);
  }
  const [lowest, highest] = range;
  if (!(lowest >= 0 && lowest < highest && highest <= sampleRate / 2)) {
    throw refuse(`range must rise within 0 and ${sampleRate / 2} hertz, got [${range}]`);
  }
  if (!(floor > 0)) throw refuse(`floor must be positive, got ${floor}`);
  return { sampleRate, fftSize, windowLength, hop, mels, range, floor };
}
