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
  mul,
  type Params,
  reshape,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Channel, ChannelCommon } from './channel.ts';

export interface TextChannelConfig extends ChannelCommon {
  /** May be left out where `features` are given and there are no private latents. */
  readonly encoder?: TextConfig;
  readonly decoder: TextDecoderConfig;
  /** Tokens that the tokenizer knows. */
  readonly vocabulary: number;
  /** Ids of the tokens that frame a text: `specialIds` of @xm/data. */
  readonly begin: number;
  readonly end: number;
}

/** Texts as tokens, each foretold from those before it and the code. Written as the ids between begin and end. */
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
      decoder.apply(params['decoder'] as Params, { ...input, memory }, mode),
    negativeLogLikelihood: (logits, { ids, mask }, present) =>
      tidy(() => mul(tokenCrossEntropy(logits, ids, mask), reshape(present, [-1]))),
    write: (params, memory, options) => {
      const { length } = config.decoder;
      const told = { ...options, length, begin, end };
      return generateText(decoder, params['decoder'] as Params, { memory }, told);
    },
  };
}
