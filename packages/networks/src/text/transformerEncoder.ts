import {
  add,
  assertShape,
  embedding,
  fold,
  layerNorm,
  type Mode,
  type Network,
  normal,
  type Params,
  split,
  type Tensor,
  tidy,
  transformerBlock,
} from '@xm/tensor-ops';
import { maskedMean } from './maskedMean.ts';
import type { Tokens } from './tokens.ts';

export interface TransformerConfig {
  readonly kind: 'transformer';
  /** Tokens of a text that count; the rest is cut off. */
  readonly length: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

/**
 * A pre-norm transformer over tokens with learned positions; the mean over what is not padding is the
 * text's features. Padding changes nothing.
 *
 * output float32 [batch, dim]
 */
export function transformerEncoder(config: TransformerConfig, vocabulary: number): Network<Tokens> {
  const { length, dim, depth, heads } = config;
  const table = embedding(vocabulary, dim);
  const blocks = Array.from({ length: depth }, () =>
    transformerBlock(dim, { heads, hidden: 2 * dim }),
  );
  const norm = layerNorm(dim);
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b, ...rest] = split(rng, 2 + depth);
      const params: Record<string, Params | Tensor> = {
        embedding: table.init(a),
        positions: normal(b, [length, dim], 0, 0.02),
      };
      blocks.forEach((block, i) => {
        params[`block${i}`] = block.init(rest[i]);
      });
      params['norm'] = norm.init(rng);
      return params;
    },
    apply: (params, { ids, mask }, mode) =>
      tidy(() => {
        assertShape(ids, [null, length], 'transformerEncoder: ids', 'Cut or pad the texts first.');
        const p = params as Record<string, Params>;
        let x = add(table.apply(p['embedding'], ids, mode), params['positions'] as Tensor);
        blocks.forEach((block, i) => {
          x = block.apply(p[`block${i}`], { x, mask }, blockMode(mode, i));
        });
        return maskedMean(norm.apply(p['norm'], x, mode), mask);
      }),
  };
}

const blockMode = (mode: Mode, index: number): Mode =>
  mode.training ? { training: true, rng: fold(mode.rng, index) } : mode;
