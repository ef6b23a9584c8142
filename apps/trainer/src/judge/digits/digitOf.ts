import { DataError, type Example } from '@xm/data';
import { digitCount } from './digitNetwork.ts';

/** @throws DataError when an example does not say which digit it is. */
export function digitOf({ id, factors = {} }: Example): number {
  const digit = factors['digit'];
  if (typeof digit === 'number' && Number.isInteger(digit) && digit >= 0 && digit < digitCount) {
    return digit;
  }
  throw new DataError(
    `judge: example '${id}' must have a 'digit' of 0 to 9, got ${JSON.stringify(digit)}. Use examples of 'digits'.`,
  );
}
