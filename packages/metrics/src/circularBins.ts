/**
 * How many of the equal bins of a circle are met by a set of angles: do generated pictures show a thing
 * turned in every way, or in one?
 *
 * @param angles degrees, any; bin 0 begins at 0
 * @param options.bins 8 unless told otherwise, 45° each
 * @param options.period degrees after which everything is the same, 360 unless told otherwise: 180 for
 *   an ellipse, 90 for a square
 * @returns whole, 0…bins, higher is better. A generator that paints every angle as often meets
 *   `expectedCircularBins`.
 * @throws RangeError when bins or the period do not hold; TypeError for an angle that is not finite.
 */
export function circularBins(
  angles: ArrayLike<number>,
  options: { readonly bins?: number; readonly period?: number } = {},
): number {
  const { bins = 8, period = 360 } = options;
  checkBins('circularBins', bins);
  if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `circularBins: period must be a number of degrees above 0, got ${period}. 360 is a full turn.`,
    );
  }
  const met = new Set<number>();
  for (let i = 0; i < angles.length; i++) {
    if (!Number.isFinite(angles[i])) {
      throw new TypeError(
        `circularBins: angles must be finite numbers of degrees, got ${angles[i]} at ${i}. Leave it out.`,
      );
    }
    const turns = angles[i] / period;
    // A tiny negative angle may round to a whole turn.
    met.add(Math.floor((turns - Math.floor(turns)) * bins) % bins);
  }
  return met.size;
}

/**
 * The bins that `count` angles meet on average when every angle is as likely: bins · (1 − (1 − 1/bins)^count).
 *
 * @throws RangeError when a number is out of range.
 */
export function expectedCircularBins(count: number, bins = 8): number {
  checkBins('expectedCircularBins', bins);
  if (Number.isInteger(count) && count >= 0) return bins * (1 - (1 - 1 / bins) ** count);
  throw new RangeError(
    `expectedCircularBins: count must be a whole number from 0, got ${count}. Count the angles again.`,
  );
}

function checkBins(caller: string, bins: number): void {
  if (Number.isInteger(bins) && bins >= 1) return;
  throw new RangeError(
    `${caller}: bins must be a whole number from 1, got ${bins}. 8 bins are usual.`,
  );
}
