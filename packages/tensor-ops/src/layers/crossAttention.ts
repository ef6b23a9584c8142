import { ConfigError } from '../errors.ts';
import type { Layer } from '../network.ts';
import { reshape, splitTensor, type Tensor, tidy, transpose } from '../ops.ts';
import type { Params } from '../params/params.ts';
import { split } from '../random/rng.ts';
import { assertShape } from '../shapes.ts';
import { attend } from './attend.ts';
import { dense } from './dense.ts';

/** Vectors in a row and what they look at. */
export interface CrossSequence {
  /** float32 [batch, length, dim] */
  readonly x: Tensor;
  /** float32 [batch, slots, memoryDim] */
  readonly memory: Tensor;
  /** float32 [batch, slots], 1 where there is something and 0 where there is padding; absent: all 1 */
  readonly mask?: Tensor | undefined;
}

/**
 * softmax(q·kᵀ/√(dim/heads))·v for each head: queries from `x`, keys and values from a memory of any length.
 *
 * @returns float32 [batch, length, dim]
 * @throws ConfigError when the heads do not divide `dim`.
 * @see Vaswani et al. 2017
 */
export function crossAttention(
  dim: number,
  heads: number,
  memoryDim: number,
): Layer<CrossSequence> {
  if (dim % heads !== 0) {
    throw new ConfigError(
      `crossAttention: heads must divide dim, got dim ${dim} and ${heads} heads. Choose a divisor.`,
    );
  }
  const toQuery = dense(dim, dim);
  const toKeyValue = dense(memoryDim, 2 * dim);
  const toOutput = dense(dim, dim);
  const byHead = (t: Tensor): Tensor =>
    transpose(reshape(t, [t.shape[0], -1, heads, dim / heads]), [0, 2, 1, 3]);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { query: toQuery.init(a), keyValue: toKeyValue.init(b), output: toOutput.init(c) };
    },
    apply: (params, { x, memory, mask }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const [batch, slots] = [x.shape[0], memory.shape[1] ?? null];
        assertShape(x, [null, null, dim], 'crossAttention: x', 'Give [batch, length, dim].');
        const remedy = 'Give [batch, slots, dim of the memory].';
        assertShape(memory, [batch, null, memoryDim], 'crossAttention: memory', remedy);
        if (mask) {
          const remedy = 'One number for each slot.';
          assertShape(mask, [batch, slots], 'crossAttention: mask', remedy);
        }
        const q = toQuery.apply(p['query'], x, mode);
        const [k, v] = splitTensor(toKeyValue.apply(p['keyValue'], memory, mode), 2, -1);
        const seen = attend(byHead(q), byHead(k), byHead(v), { mask });
        return toOutput.apply(p['output'], seen, mode);
      }),
  };
}
