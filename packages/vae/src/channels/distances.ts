import { abs, broadcastTo, mul, scalar, square, sub, sum, type Tensor, tidy } from '@xm/tensor-ops';

/** How far numbers lie from what is made of them, and how many they are: scalars. */
export interface Distances {
  readonly total: Tensor;
  readonly count: Tensor;
}

/**
 * Σ (input − made)² over what counts.
 *
 * @param counts of the same rank, broadcast to the input: 1 for what counts, 0 for padding. Absent: all counts.
 */
export const squares = (made: Tensor, input: Tensor, counts?: Tensor): Distances =>
  tidy((): never => {
    const each = square(sub(input, made));
    if (!counts) return { total: sum(each), count: scalar(input.size) } as never;
    return { total: sum(mul(each, counts)), count: sum(broadcastTo(counts, input.shape)) } as never;
  });

/** Σ |input − made| */
export const distances = (made: Tensor, input: Tensor): Distances =>
  tidy((): never => ({ total: sum(abs(sub(input, made))), count: scalar(input.size) }) as never);
