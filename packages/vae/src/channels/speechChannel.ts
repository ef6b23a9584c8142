import {
  type DecodedSpeech,
  lengthCrossEntropy,
  lengthMask,
  type MelDecoderConfig,
  melDecoder,
  type Speech,
  type SpeechConfig,
  speechEncoder,
} from '@xm/networks';
import {
  add,
  expandDims,
  fold,
  inference,
  type Json,
  type Params,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { gaussianNll } from '../distributions/gaussianNll.ts';
import type { Channel, ChannelCommon } from './channel.ts';
import { squares } from './distances.ts';
import { oneScale } from './oneScale.ts';

export interface SpeechChannelConfig extends ChannelCommon {
  readonly encoder: SpeechConfig;
  readonly decoder: MelDecoderConfig;
  /** σ of the log-mels about what is made. The best of each batch unless told otherwise: see `gaussianNll`. */
  readonly scale?: number;
}

/** Sounds, row by row. */
export interface WrittenSpeech {
  /** [rows, frames, mels], standardised as those that were learned from */
  readonly frames: Float32Array;
  readonly shape: readonly number[];
  /** How many frames of each row belong to the sound. */
  readonly lengths: readonly number[];
}

/**
 * Log-mels, standardised by the caller: normally distributed about what the decoder gives, as far as the sound goes
 * (`gaussianNll`), and a length, which is a class among all lengths.
 */
export function speechChannel(
  config: SpeechChannelConfig,
  shared: number,
): Channel<Speech, DecodedSpeech, WrittenSpeech> {
  const { latents, scale: fixed } = config;
  const encoder = speechEncoder(config.encoder);
  const decoder = melDecoder(config.decoder, shared + latents);
  return {
    config: config as unknown as Json,
    latents,
    features: config.encoder.dim,
    init: (rng) => ({
      encoder: encoder.init(fold(rng, 'encoder')),
      decoder: decoder.init(fold(rng, 'decoder')),
    }),
    see: (params, input, mode) => encoder.apply(params['encoder'] as Params, input, mode),
    make: (params, code, _input, mode) => decoder.apply(params['decoder'] as Params, code, mode),
    scale: {
      fixed,
      distances: ({ frames }, input) =>
        tidy((): never => squares(frames, input.frames, expandDims(input.mask, 2)) as never),
      of: ([variance]) => Math.sqrt(variance),
    },
    negativeLogLikelihood: ({ frames, lengths }, input, scale = fixed) =>
      tidy(() => {
        const counts = expandDims(input.mask, 2);
        const nll = gaussianNll(input.frames, frames, counts, { scale: oneScale(scale, 'speech') });
        return add(nll, lengthCrossEntropy(lengths, input.mask));
      }),
    again: ({ frames, shape, lengths }) => {
      const [rows, most] = shape;
      const isThere = lengths.flatMap((length) =>
        Array.from({ length: most }, (_, i) => Number(i < length)),
      );
      return { frames: tensor(frames, [...shape]), mask: tensor(isThere, [rows, most]) };
    },
    write: async (params, code) => {
      const { frames, lengths } = decoder.apply(params['decoder'] as Params, code, inference);
      const mask = lengthMask(lengths);
      const [values, isThere] = await Promise.all([frames.data(), mask.data()]);
      const [rows, most] = mask.shape as [number, number];
      const { shape } = frames;
      for (const t of [frames, lengths, mask]) t.dispose();
      const counted = Array.from({ length: rows }, (_, row) =>
        Array.from(isThere.subarray(row * most, (row + 1) * most)).reduce((sum, x) => sum + x, 0),
      );
      return { frames: values as Float32Array, shape, lengths: counted };
    },
  };
}
