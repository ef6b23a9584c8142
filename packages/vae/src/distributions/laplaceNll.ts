import {
  abs,
  add,
  assertSameShape,
  broadcastTo,
  div,
  log,
  maximum,
  mul,
  reshape,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

export interface LaplaceOptions {
  /** The best b is at least this; 1e-3 unless told otherwise, a quarter of the step of a byte. */
  readonly floor?: number;
  /** b itself, which is then the same in every batch, so that figures of several batches can be compared. */
  readonly scale?: number | undefined;
}

/**
 * −log Laplace(x; mean, b) = |x − mean|/b + log 2b, summed over what one example holds. Unless b is given, it is the one for
 * the whole batch under which x is most probable: b = mean |x − mean|. As in `gaussianNll` the gradient is the full one.
 *
 * What is far off costs less than under a normal distribution, so that edges may be sharp and wrong at a few places.
 * @param x float32 [batch, …]   @param mean of the same shape
 * @param counts float32 [batch, …], of the same rank and broadcast to x: 1 for what counts, 0 for padding. Absent:
 * all counts.
 * @returns float32 [batch], nats; 0 in rows of which nothing counts
 * @throws ShapeError when x and mean differ in shape.
 *
 * Golden values: torch.distributions.Laplace.
 */
export function laplaceNll(
  x: Tensor,
  mean: Tensor,
  counts?: Tensor,
  { floor = 1e-3, scale }: LaplaceOptions = {},
): Tensor {
  assertSameShape(x, mean, 'laplaceNll: x and mean', 'One mean for each number.');
  return tidy(() => {
    const [batch] = x.shape;
    const rows = (t: Tensor): Tensor => reshape(t, [batch, -1]);
    const distances = abs(sub(x, mean));
    const each = sum(rows(counts ? mul(distances, counts) : distances), 1);
    const numbers = counts ? sum(rows(broadcastTo(counts, x.shape)), 1) : x.size / batch;
    if (scale !== undefined) return add(div(each, scale), mul(numbers, Math.log(2 * scale)));
    const total = counts ? maximum(sum(numbers as Tensor), 1) : x.size;
    const b = stopGradient(maximum(div(sum(each), total), floor));
    return add(div(each, b), mul(numbers, log(mul(2, b))));
  });
}
