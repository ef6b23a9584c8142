import { fold, type Rng, randomBits } from '@xm/tensor-ops';
import { type Points, rowsOf } from './mixture.ts';

/** A number in 0 … 1 from two words. */
const fraction = (rng: Rng): number => {
  const [high, low] = randomBits(rng, 2);
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;
};

/**
 * Centres that lie apart, each one of the points: the first by chance, each further one with a probability that grows with
 * the square of its distance from the nearest so far.
 *
 * @returns [count, dims]; points occur twice only where there are fewer different ones
 * @see Arthur and Vassilvitskii 2007, section 2.2
 */
export function kMeansStart(points: Points, count: number, rng: Rng): Float64Array {
  const { values, dims } = points;
  const rows = rowsOf(points);
  const centres = new Float64Array(count * dims);
  const distances = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(fraction(fold(rng, 0)) * rows);
  for (let k = 0; k < count; k++) {
    const centre = values.subarray(chosen * dims, (chosen + 1) * dims);
    centres.set(centre, k * dims);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      let square = 0;
      for (let d = 0; d < dims; d++) square += (values[row * dims + d] - centre[d]) ** 2;
      distances[row] = Math.min(distances[row], square);
      total += distances[row];
    }
    const lot = fraction(fold(rng, k + 1));
    chosen = total > 0 ? drawn(distances, lot * total) : Math.floor(lot * rows);
  }
  return centres;
}

/** The place at which the sum of all before it and its own exceeds `lot`. */
function drawn(weights: Float64Array, lot: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i];
    last = i;
    if (sum > lot) return i;
  }
  return last;
}
