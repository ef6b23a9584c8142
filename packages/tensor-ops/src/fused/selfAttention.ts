import { customGrad, type GradSaveFunc, grads } from '@tensorflow/tfjs-core';
import { type AttendOptions, attend } from '../layers/attend.ts';
import { reshape, slice, type Tensor, tidy, transpose } from '../ops.ts';
import { hasFused, runFused, withTwin } from './fusedKernel.ts';

/** The fused kernels hold two matrices of length × length a thread, and only so much is set aside. */
const longest = 256;

/**
 * softmax(q·kᵀ/√size)·v for each head: in one kernel where the backend has one, which never holds more
 * than one head's weights, and where no order is asked for.
 *
 * @param qkv float32 [batch, length, 3·heads·size]: queries, keys and values, as one dense layer gives them
 * @returns float32 [batch, length, heads·size]
 * @see Vaswani et al. 2017
 */
export function selfAttention(
  qkv: Tensor,
  heads: number,
  mask?: Tensor,
  causal: boolean = false,
): Tensor {
  if (causal || !hasFused('attention') || (qkv.shape[1] as number) > longest) {
    return unfused(qkv, heads, { mask, causal });
  }
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
          (dy, qkv) => grads((x: Tensor) => unfused(x, heads, { mask }))([qkv], dy)[0],
        ),
    };
  })(qkv);
}

function unfused(qkv: Tensor, heads: number, options: AttendOptions): Tensor {
  const [batch, length, width] = qkv.shape;
  const size = width / 3 / heads;
  return tidy(() => {
    // [batch, length, 3, heads, size] → [3, batch, heads, length, size]
    const moved = transpose(reshape(qkv, [batch, length, 3, heads, size]), [2, 0, 3, 1, 4]);
    const [q, k, v] = [0, 1, 2].map((i) =>
      reshape(slice(moved, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]), moved.shape.slice(1)),
    );
    return attend(q, k, v, options);
  });
}
