import { addN, div, maximum, mul, reshape, type Tensor } from '@xm/tensor-ops';

/**
 * The mean of numbers for each row over those that are there; 0 in a row where none is.
 *
 * @param numbers float32 [rows] each   @param present float32 [rows, 1] each: 1 where it is there
 */
export function averaged(numbers: readonly Tensor[], present: readonly Tensor[]): Tensor {
  const weights = present.map((isThere) => reshape(isThere, [-1]));
  const weighed = numbers.map((number, i) => mul(number, weights[i]));
  return div(addN(weighed), maximum(addN(weights), 1));
}
