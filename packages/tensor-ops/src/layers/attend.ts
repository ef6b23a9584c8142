import {
  add,
  cast,
  greater,
  matMul,
  mul,
  range,
  reshape,
  softmax,
  sub,
  type Tensor,
  tidy,
  transpose,
} from '../ops.ts';

/** Large enough to vanish in a float32 softmax, small enough never to become infinite. */
const farAway = 1e9;

export interface AttendOptions {
  /** float32 [batch, keys], 1 where there is something and 0 where there is padding; absent: all 1 */
  readonly mask?: Tensor | undefined;
  /** Query i sees keys 0 … i alone. */
  readonly causal?: boolean | undefined;
}

/**
 * softmax(q·kᵀ/√size)·v for each head, over the keys that mask and order leave. A query that is left none
 * of those it may see takes all of them alike.
 *
 * @param q float32 [batch, heads, queries, size]
 * @param k,v float32 [batch, heads, keys, size]
 * @returns float32 [batch, queries, heads·size]
 * @see Vaswani et al. 2017
 */
export const attend = (
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { mask, causal }: AttendOptions = {},
): Tensor =>
  tidy(() => {
    const [batch, heads, queries, size] = q.shape;
    const keys = k.shape[2] as number;
    let scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(size));
    if (mask) scores = add(scores, reshape(mul(sub(mask, 1), farAway), [batch, 1, 1, keys]));
    if (causal) scores = add(scores, later(queries, keys));
    const mixed = transpose(matMul(softmax(scores), v), [0, 2, 1, 3]);
    return reshape(mixed, [batch, queries, heads * size]);
  });

/** Twice as far away as padding, so that a query whose past is all padding still does not see what comes. */
const later = (queries: number, keys: number): Tensor => {
  const isLater = greater(range(0, keys), reshape(range(0, queries), [queries, 1]));
  return mul(cast(isLater, 'float32'), -2 * farAway);
};
