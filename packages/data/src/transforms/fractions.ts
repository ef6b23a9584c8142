import { DataError } from '../dataError.ts';

/** @throws DataError unless the shares of some parts are positive and sum to 1. */
export function checkFractions(caller: string, fractions: readonly number[]): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (fractions.every((fraction) => fraction > 0) && Math.abs(sum - 1) <= 1e-9) return;
  throw new DataError(
    `${caller}: fractions must be positive and sum to 1, got [${fractions.join(', ')}], sum ${sum}.`,
  );
}
