import { customGrad, type GradSaveFunc, grads } from '@tensorflow/tfjs-core';
import {
  add,
  matMul,
  mul,
  reshape,
  slice,
  softmax,
  sub,
  type Tensor,
  tidy,
  transpose,
} from '../ops.ts';
import { hasFused, runFused, withTwin } from './fusedKernel.ts';

/** Large enough to vanish in a float32 softmax, small enough never to become infinite. */
const farAway = 1e9;

/** The fused kernels hold two matrices of length × length a thread, and only so much is set aside. */
const longest = 256;

/**
 * softmax(q·kᵀ/√size)·v for each head: in one kernel where the backend has one, which never holds more
 * than one head's weights.
 *
 * @param qkv float32 [batch, length, 3·heads·size]: queries, keys and values, as one dense layer gives them
 * @param mask float32 [batch, length], 1 where there is something and 0 where there is padding
 * @returns float32 [batch, length, heads·size]
 * @see Vaswani et al. 2017
 */
export function selfAttention(qkv: Tensor, heads: number, mask?: Tensor): Tensor {
  if (!hasFused('attention') || (qkv.shape[1] as number) > longest)
    return unfused(qkv, heads, mask);
  const inputs = (own: Record<string, Tensor>, mask: Tensor | undefined) =>
    mask ? { ...own, mask } : own;
  return customGrad((input, save) => {
    const given = input as Tensor;
    (save as GradSaveFunc)(mask ? [given, mask] : [given]);
    return {
      value: runFused('attention', inputs({ qkv: given }, mask), { heads })[0],
      gradFunc: (dy: Tensor, [qkv, mask]: Tensor[]) =>
        withTwin(
          [dy, qkv],
          () => runFused('attentionGradient', inputs({ dy, qkv }, mask), { heads })[0],
          (dy, qkv) => grads((x: Tensor) => unfused(x, heads, mask))([qkv], dy)[0],
        ),
    };
  })(qkv);
}

function unfused(qkv: Tensor, heads: number, mask?: Tensor): Tensor {
  const [batch, length, width] = qkv.shape;
  const size = width / 3 / heads;
  return tidy(() => {
    // [batch, length, 3, heads, size] → [3, batch, heads, length, size]
    const moved = transpose(reshape(qkv, [batch, length, 3, heads, size]), [2, 0, 3, 1, 4]);
    const [q, k, v] = [0, 1, 2].map((i) =>
      reshape(slice(moved, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]), moved.shape.slice(1)),
    );
    let scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(size));
    if (mask) scores = add(scores, reshape(mul(sub(mask, 1), farAway), [batch, 1, 1, length]));
    const mixed = transpose(matMul(softmax(scores), v), [0, 2, 1, 3]);
    return reshape(mixed, [batch, length, heads * size]);
  });
}
