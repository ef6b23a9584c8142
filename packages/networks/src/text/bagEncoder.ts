import {
  add,
  dense,
  embedding,
  gelu,
  layerNorm,
  type Network,
  type Params,
  split,
  tidy,
} from '@xm/tensor-ops';
import { maskedMean } from './maskedMean.ts';
import type { Tokens } from './tokens.ts';

export interface BagConfig {
  readonly kind: 'bag';
  /** Tokens of a text that count; the rest is cut off. */
  readonly length: number;
  readonly dim: number;
}

/**
 * A bag of tokens: the mean of their vectors, then norm and a residual layer. Order is not seen, which
 * for names and tags is a strength.
 *
 * output float32 [batch, dim]
 */
export function bagEncoder(config: BagConfig, vocabulary: number): Network<Tokens> {
  const table = embedding(vocabulary, config.dim);
  const norm = layerNorm(config.dim);
  const [expand, contract] = [dense(config.dim, config.dim), dense(config.dim, config.dim)];
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return {
        embedding: table.init(a),
        norm: norm.init(rng),
        expand: expand.init(b),
        contract: contract.init(c),
      };
    },
    apply: (params, { ids, mask }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const bag = maskedMean(table.apply(p['embedding'], ids, mode), mask);
        const x = norm.apply(p['norm'], bag, mode);
        return add(
          x,
          contract.apply(p['contract'], gelu(expand.apply(p['expand'], x, mode)), mode),
        );
      }),
  };
}
