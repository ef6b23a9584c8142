import { ConfigError } from '../errors.ts';
import type { Layer } from '../network.ts';
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
import type { Params } from '../params/params.ts';
import { split } from '../random/rng.ts';
import { assertShape } from '../shapes.ts';
import { dense } from './dense.ts';

/** Vectors in a row and which of them are there. */
export interface Sequence {
  /** float32 [batch, length, dim] */
  readonly x: Tensor;
  /** float32 [batch, length], 1 where there is something and 0 where there is padding; absent: all 1 */
  readonly mask?: Tensor;
}

/** Large enough to vanish in a float32 softmax, small enough never to become infinite. */
const farAway = 1e9;

/**
 * softmax(q·kᵀ/√(dim/heads))·v for each head, in one position attending to all that the mask leaves.
 *
 * @returns float32 [batch, length, dim]
 * @throws ConfigError when the heads do not divide `dim`.
 * @see Vaswani et al. 2017
 */
export function multiHeadAttention(dim: number, heads: number): Layer<Sequence> {
  if (dim % heads !== 0) {
    throw new ConfigError(
      `multiHeadAttention: heads must divide dim, got dim ${dim} and ${heads} heads. Choose a divisor.`,
    );
  }
  const toQkv = dense(dim, 3 * dim);
  const toOutput = dense(dim, dim);
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { qkv: toQkv.init(a), output: toOutput.init(b) };
    },
    apply: (params, { x, mask }, mode) =>
      tidy(() => {
        assertShape(x, [null, null, dim], 'multiHeadAttention: x', 'Give [batch, length, dim].');
        const [batch, length] = x.shape;
        // [batch, length, 3, heads, size] → [3, batch, heads, length, size]
        const parts = reshape(toQkv.apply(params['qkv'] as Params, x, mode), [
          batch,
          length,
          3,
          heads,
          dim / heads,
        ]);
        const moved = transpose(parts, [2, 0, 3, 1, 4]);
        const [q, k, v] = [0, 1, 2].map((i) =>
          reshape(slice(moved, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]), moved.shape.slice(1)),
        );
        let scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(dim / heads));
        if (mask) scores = add(scores, maskBias(mask, batch, length));
        const mixed = transpose(matMul(softmax(scores), v), [0, 2, 1, 3]);
        const joined = reshape(mixed, [batch, length, dim]);
        return toOutput.apply(params['output'] as Params, joined, mode);
      }),
  };
}

function maskBias(mask: Tensor, batch: number, length: number): Tensor {
  assertShape(mask, [batch, length], 'multiHeadAttention: mask', 'One number for each position.');
  return reshape(mul(sub(mask, 1), farAway), [batch, 1, 1, length]);
}
