import { broadcastTo, mul, scalar, square, sub, sum, type Tensor, tidy } from '@xm/tensor-ops';

/**
 * Σ (input − made)² over what counts, and how many numbers that are: scalars.
 *
 * @param counts of the same rank, broadcast to the input: 1 for what counts, 0 for padding. Absent: all counts.
 */
export const squares = (
  made: Tensor,
  input: Tensor,
  counts?: Tensor,
): { readonly total: Tensor; readonly count: Tensor } =>
  tidy((): never => {
    const each = square(sub(input, made));
    if (!counts) return { total: sum(each), count: scalar(input.size) } as never;
    return { total: sum(mul(each, counts)), count: sum(broadcastTo(counts, input.shape)) } as never;
  });
