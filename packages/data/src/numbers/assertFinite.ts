import { DataError } from '../dataError.ts';
import type { Modality } from '../inspect/contentHash.ts';

/**
 * Numbers of one example's modality. A sum over all tells whether any is amiss, since no finite numbers of 32 bits sum to
 * what is not finite.
 *
 * @throws DataError naming the example, the modality and the first number that is NaN or infinite.
 */
export function assertFinite(
  id: string,
  modality: Modality,
  numbers: ArrayLike<number>,
  from = 0,
  until = numbers.length,
): void {
  let sum = 0;
  for (let i = from; i < until; i++) sum += numbers[i];
  if (Number.isFinite(sum)) return;
  let at = from;
  while (Number.isFinite(numbers[at])) at++;
  throw new DataError(
    `example '${id}': ${modality} must hold finite numbers, number ${at - from} is ${numbers[at]}. ` +
      'Mend the example, or leave it out.',
  );
}
