import { DataError, encodeBatch, type TokenizerConfig, tokenizerFrom } from '@xm/data';
import { type TextConfig, type Tokens, textEncoder } from '@xm/networks';
import { type Json, tensor } from '@xm/tensor-ops';
import { projected, type Tower } from './tower.ts';

export interface TextTowerConfig {
  readonly encoder: TextConfig;
  readonly tokenizer: TokenizerConfig;
}

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
      const texts = examples.map(({ id, text }) => {
        if (text !== undefined) return text;
        throw new DataError(
          `textTower: example '${id}' has no text. Filter such examples out first.`,
        );
      });
      const { ids, mask, length } = encodeBatch(tokenizer, texts, encoder.length);
      const shape: [number, number] = [texts.length, length];
      return { ids: tensor(ids, shape, 'int32'), mask: tensor(mask, shape) };
    },
  };
}
