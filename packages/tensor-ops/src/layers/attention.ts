import { ConfigError } from '../errors.ts';
import { selfAttention } from '../fused/selfAttention.ts';
import type { Layer } from '../network.ts';
import { type Tensor, tidy } from '../ops.ts';
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

/**
 * softmax(q·kᵀ/√(dim/heads))·v for each head, in one position attending to all that the mask leaves.
 *
 * @param options.causal each position attends to itself and those before it alone
 * @returns float32 [batch, length, dim]
 * @throws ConfigError when the heads do not divide `dim`.
 * @see Vaswani et al. 2017
 */
export function multiHeadAttention(
  dim: number,
  heads: number,
  options: { readonly causal?: boolean } = {},
): Layer<Sequence> {
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
        if (mask) {
          const remedy = 'One number for each position.';
          assertShape(mask, [batch, length], 'multiHeadAttention: mask', remedy);
        }
        const qkv = toQkv.apply(params['qkv'] as Params, x, mode);
        const joined = selfAttention(qkv, heads, mask, options.causal);
        return toOutput.apply(params['output'] as Params, joined, mode);
      }),
  };
}
