import { encodeBatch, type Tokenizer, type TokenizerConfig, tokenizerFrom } from '@xm/data';
import { type TextConfig, type TextSize, type Tokens, textEncoder, textSizes } from '@xm/networks';
import { type Json, tensor } from '@xm/tensor-ops';
import { named } from './named.ts';
import { projected, type Tower } from './tower.ts';

export interface TextTowerConfig {
  readonly encoder: TextConfig;
  readonly tokenizer: TokenizerConfig;
}

export interface TextTowerOptions {
  /** A named size or a config of @xm/networks. */
  readonly encoder: TextSize | TextConfig;
  readonly tokenizer: Tokenizer;
}

/** @throws ConfigError when the size is not known. */
export const textTowerConfig = ({ encoder, tokenizer }: TextTowerOptions): TextTowerConfig => ({
  encoder: named(encoder, textSizes, 'text'),
  tokenizer: tokenizer.config,
});

/** Texts of any length; they are cut to the encoder's. */
export function textTower(config: TextTowerConfig, dim: number): Tower<Tokens> {
  const tokenizer = tokenizerFrom(config.tokenizer);
  const { encoder } = config;
  const network = projected(textEncoder(encoder, tokenizer.vocabularySize), encoder.dim, dim);
  return {
    config: config as unknown as Json,
    init: network.init,
    apply: network.apply,
    collate: (examples) => {
      const texts = examples.map(({ text = '' }) => text);
      const { ids, mask, length } = encodeBatch(tokenizer, texts, encoder.length);
      const shape: [number, number] = [texts.length, length];
      return { ids: tensor(ids, shape, 'int32'), mask: tensor(mask, shape) };
    },
  };
}
