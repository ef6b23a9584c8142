import {
  add,
  assertSameShape,
  broadcastTo,
  div,
  log,
  maximum,
  mul,
  reshape,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

export interface GaussianOptions {
  /** The best σ² is at least this; 1e-5 unless told otherwise, about a step of a byte. */
  readonly floor?: number;
  /** σ itself, which is then the same in every batch, so that figures of several batches can be compared. */
  readonly scale?: number | undefined;
}

/**
 * −log N(x; mean, σ²), summed over what one example holds. Unless σ is given, it is the one for the whole batch under which
 * x is most probable: σ² = mean (x − mean)². Over the batch the sum is then D/2·(log 2πσ² + 1), D numbers being counted.
 *
 * The best σ² is a constant to the gradient, and the gradient of the sum is the full one all the same: at the best σ² its own
 * part is zero. The better the reconstruction, the more it weighs beside the divergence, so that nothing is to be tuned.
 * @param x float32 [batch, …]   @param mean of the same shape
 * @param counts float32 [batch, …], of the same rank and broadcast to x: 1 for what counts, 0 for padding. Absent:
 * all counts.
 * @returns float32 [batch], nats; 0 in rows of which nothing counts
 * @throws ShapeError when x and mean differ in shape.
 * @see Rybkin et al. 2021, equation 5. Golden values: torch.distributions.Normal.
 */
export function gaussianNll(
  x: Tensor,
  mean: Tensor,
  counts?: Tensor,
  options: GaussianOptions = {},
): Tensor {
  const { floor = 1e-5, scale } = options;
  assertSameShape(x, mean, 'gaussianNll: x and mean', 'One mean for each number.');
  return tidy(() => {
    const [batch] = x.shape;
    const rows = (t: Tensor): Tensor => reshape(t, [batch, -1]);
    const squares = square(sub(x, mean));
    const each = sum(rows(counts ? mul(squares, counts) : squares), 1);
    const numbers = counts ? sum(rows(broadcastTo(counts, x.shape)), 1) : x.size / batch;
    if (scale !== undefined) {
      return mul(0.5, add(div(each, scale ** 2), mul(numbers, Math.log(2 * Math.PI * scale ** 2))));
    }
    const total = counts ? maximum(sum(numbers as Tensor), 1) : x.size;
    const variance = stopGradient(maximum(div(sum(each), total), floor));
    return mul(0.5, add(div(each, variance), mul(numbers, log(mul(2 * Math.PI, variance)))));
  });
}
