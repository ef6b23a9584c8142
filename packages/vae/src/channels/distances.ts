import {
  abs,
  broadcastTo,
  matMul,
  mul,
  reshape,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** How far numbers lie from what is made of them, and how many they are. */
export interface Distances {
  /** A scalar, or [colours, colours] */
  readonly total: Tensor;
  /** A scalar. */
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

/** Σ (input − made)(input − made)ᵀ over pixels: [colours, colours] */
export const products = (made: Tensor, input: Tensor): Distances =>
  tidy((): never => {
    const colours = input.shape[input.shape.length - 1];
    const errors = reshape(sub(input, made), [-1, colours]);
    return { total: matMul(errors, errors, true), count: scalar(errors.shape[0]) } as never;
  });
