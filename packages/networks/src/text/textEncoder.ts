import { ConfigError, type Network } from '@xm/tensor-ops';
import { type BagConfig, bagEncoder } from './bagEncoder.ts';
import type { Tokens } from './tokens.ts';
import { type TransformerConfig, transformerEncoder } from './transformerEncoder.ts';

export type TextConfig = BagConfig | TransformerConfig;

export type TextSize = 'bag-tiny' | 'bag-small' | 'transformer-tiny' | 'transformer-small';

/** Named sizes. 'tiny' learns something in a minute or two on two cores. */
export const textSizes: Record<TextSize, TextConfig> = {
  'bag-tiny': { kind: 'bag', length: 32, dim: 128 },
  'bag-small': { kind: 'bag', length: 32, dim: 256 },
  'transformer-tiny': { kind: 'transformer', length: 16, dim: 96, depth: 2, heads: 4 },
  'transformer-small': { kind: 'transformer', length: 32, dim: 192, depth: 4, heads: 6 },
};

/** Tokens [batch, length] → [batch, dim]. `vocabulary` is the tokenizer's, so ids are below it. */
export function textEncoder(config: TextConfig, vocabulary: number): Network<Tokens> {
  if (config.kind === 'bag') return bagEncoder(config, vocabulary);
  if (config.kind === 'transformer') return transformerEncoder(config, vocabulary);
  const { kind } = config as { kind: unknown };
  throw new ConfigError(`text.kind must be one of 'bag', 'transformer', got '${String(kind)}'.`);
}
