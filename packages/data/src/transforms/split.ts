import type { Dataset } from '../dataset.ts';
import { random } from '../random/random.ts';
import { checkFractions } from './fractions.ts';
import { select } from './select.ts';

/**
 * Deals the examples at random into parts: every example is in exactly one of them.
 * Where several examples come from one person or film, use `splitByGroup`.
 *
 * @param fractions the share of each part, positive, 1 in sum: `[0.9, 0.1]`
 * @param seed which example goes where depends on it alone
 * @throws DataError when the fractions are not positive or do not sum to 1.
 */
export function split(source: Dataset, fractions: readonly number[], seed: number): Dataset[] {
  checkFractions('split', fractions);
  const order = random(seed).permutation(source.length);
  let end = 0;
  let share = 0;
  return fractions.map((fraction) => {
    const start = end;
    share += fraction;
    end = Math.round(share * source.length);
    return select(source, order.subarray(start, end));
  });
}
