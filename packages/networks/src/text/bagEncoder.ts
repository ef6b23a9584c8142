import { embedding, layerNorm, type Network, type Params, split, tidy } from '@xm/tensor-ops';
import { maskedMean } from '../maskedMean.ts';
import type { Tokens } from './tokens.ts';

export interface BagConfig {
  readonly kind: 'bag';
  /** Tokens of a text that count; the rest is cut off. */
  readonly length: number;
  readonly dim: number;
}

/**
 * A bag of tokens: the mean of their vectors, standardized. Order is not seen, which for names and tags
 * is a strength.
 *
 * output float32 [batch, dim]
 */
export function bagEncoder(config: BagConfig, vocabulary: number): Network<Tokens> {
  const table = embedding(vocabulary, config.dim, 0.5);
  const norm = layerNorm(config.dim);
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { embedding: table.init(a), norm: norm.init(b) };
    },
    apply: (params, { ids, mask }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const bag = maskedMean(table.apply(p['embedding'], ids, mode), mask);
        return norm.apply(p['norm'], bag, mode);
      }),
  };
}
