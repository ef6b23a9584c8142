import { assertShape, embedding, type Network, type Params, split, tidy } from '@xm/tensor-ops';
import { maskedMean } from '../maskedMean.ts';
import { transformerStack } from '../transformerStack.ts';
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
  const { length, dim } = config;
  const table = embedding(vocabulary, dim);
  const stack = transformerStack(config);
  return {
    config: { ...config },
    init: (rng) => ({ embedding: table.init(split(rng, 1)[0]), ...stack.init(rng) }),
    apply: (params, { ids, mask }, mode) =>
      tidy(() => {
        assertShape(ids, [null, length], 'transformerEncoder: ids', 'Cut or pad the texts first.');
        const x = table.apply(params['embedding'] as Params, ids, mode);
        return maskedMean(stack.apply(params, { x, mask }, mode), mask);
      }),
  };
}
