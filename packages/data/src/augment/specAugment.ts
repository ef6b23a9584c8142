import { DataError } from '../dataError.ts';
import type { Random } from '../random/random.ts';
import type { LogMel } from '../speech/logMel.ts';

/** How much of a log-mel is covered. Each mask's width is uniform in 0 … the largest. */
export interface SpecAugmentOptions {
  /** Runs of bands that are covered. 2 unless told otherwise. */
  readonly bandMasks?: number;
  /** Largest width of such a run. 27. */
  readonly bandWidth?: number;
  /** Runs of frames that are covered. 2. */
  readonly timeMasks?: number;
  /** Largest width of such a run. 100. */
  readonly timeWidth?: number;
  /** Largest part of all frames that one run may cover. 0.2. */
  readonly timePart?: number;
}

/**
 * A copy of a log-mel with random runs of bands and of frames covered by the mean of all its values.
 *
 * @throws DataError when an option is out of its range.
 * @see Park et al. 2019, "SpecAugment" (there with a warping of time, which gains least)
 */
export function specAugment(
  { frames, mels, data }: LogMel,
  options: SpecAugmentOptions,
  random: Random,
): LogMel {
  const { bandMasks = 2, bandWidth = 27, timeMasks = 2, timeWidth = 100, timePart = 0.2 } = options;
  for (const [name, value] of Object.entries({ bandMasks, bandWidth, timeMasks, timeWidth })) {
    if (Number.isInteger(value) && value >= 0) continue;
    throw new DataError(`specAugment: ${name} must be a whole number from 0, got ${value}.`);
  }
  if (!(timePart >= 0 && timePart <= 1)) {
    throw new DataError(`specAugment: timePart must be within 0 and 1, got ${timePart}.`);
  }
  const covered = data.slice();
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const run = (length: number, widest: number): [number, number] => {
    const width = random.integer(Math.min(widest, length) + 1);
    const start = random.integer(length - width + 1);
    return [start, start + width];
  };
  for (let i = 0; i < bandMasks; i++) {
    const [start, end] = run(mels, bandWidth);
    for (let at = 0; at < data.length; at += mels) covered.fill(mean, at + start, at + end);
  }
  for (let i = 0; i < timeMasks; i++) {
    const [start, end] = run(frames, Math.min(timeWidth, Math.floor(timePart * frames)));
    covered.fill(mean, start * mels, end * mels);
  }
  return { frames, mels, data: covered };
}
