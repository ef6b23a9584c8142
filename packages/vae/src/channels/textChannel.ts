import {
  generateText,
  type TextConfig,
  type TextDecoderConfig,
  type Tokens,
  textDecoder,
  textEncoder,
  tokenCrossEntropy,
} from '@xm/networks';
import {
  ConfigError,
  fold,
  type Json,
  type Params,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Channel, ChannelCommon } from './channel.ts';

export interface TextChannelConfig extends ChannelCommon {
  /** May be left out where `features` are given and there are no private latents. */
  readonly encoder?: TextConfig;
  readonly decoder: TextDecoderConfig;
  /** Tokens that there are, begin and end among them. */
  readonly vocabulary: number;
  /** Ids of the tokens that frame a text: begin comes before its first token, end after its last. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Texts as tokens between begin and end, each foretold from those before it and the code; written as the ids between. The
 * tokenizer of words in @xm/data frames nothing: whoever collates has to.
 */
export function textChannel(
  config: TextChannelConfig,
  shared: number,
): Channel<Tokens, Tensor, number[][]> {
  const { latents, encoder, vocabulary, begin, end } = config;
  const see = encoder && textEncoder(encoder, vocabulary);
  const decoder = textDecoder(config.decoder, vocabulary, shared + latents);
  return {
    config: config as unknown as Json,
    latents,
    features: encoder?.dim,
    init: (rng) => ({
      ...(see && { encoder: see.init(fold(rng, 'encoder')) }),
      decoder: decoder.init(fold(rng, 'decoder')),
    }),
    see: (params, input, mode) => {
      if (see) return see.apply(params['encoder'] as Params, input, mode);
      throw new ConfigError('text.encoder must be given, since no features come from outside.');
    },
    make: (params, memory, input, mode) =>
      tidy(() => decoder.apply(params['decoder'] as Params, { ...input, memory }, mode)),
    negativeLogLikelihood: (logits, { ids, mask }) => tokenCrossEntropy(logits, ids, mask),
    again: (written) => {
      const length = config.encoder?.length ?? config.decoder.length;
      const rows = written.map((ids) => [begin, ...ids.slice(0, length - 2), end]);
      const filled = (row: readonly number[]) => Array.from({ length }, (_, i) => row[i] ?? 0);
      const ids = tensor(rows.flatMap(filled), [rows.length, length], 'int32');
      const isThere = rows.flatMap((row) => filled(row.map(() => 1)));
      return { ids, mask: tensor(isThere, [rows.length, length]) };
    },
    write: (params, memory, options) => {
      const { length } = config.decoder;
      const told = { ...options, length, begin, end };
      return generateText(decoder, params['decoder'] as Params, { memory }, told);
    },
  };
}
