import {
  fold,
  inference,
  type Json,
  type Network,
  type Params,
  reshape,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { gaussianNll } from '../distributions/gaussianNll.ts';
import type { Channel } from './channel.ts';
import { type Pixels, painted, readPixels, seen } from './pixels.ts';

export interface FrameParts {
  readonly config: Json;
  readonly latents: number;
  readonly features: number;
  readonly encoder: Network;
  readonly decoder: Network;
}

/**
 * What pictures and videos have in common: pixels in 0…1, float32 [batch, …], normally distributed about what the decoder
 * paints (`gaussianNll`).
 */
export const frameChannel = ({
  config,
  latents,
  features,
  encoder,
  decoder,
}: FrameParts): Channel<Tensor, Tensor, Pixels> => {
  const paint = (params: Params, code: Tensor, mode: Parameters<Network['apply']>[2]): Tensor =>
    tidy(() => painted(decoder.apply(params['decoder'] as Params, code, mode)));
  return {
    config,
    latents,
    features,
    init: (rng) => ({
      encoder: encoder.init(fold(rng, 'encoder')),
      decoder: decoder.init(fold(rng, 'decoder')),
    }),
    see: (params, input, mode) =>
      tidy(() => encoder.apply(params['encoder'] as Params, seen(input), mode)),
    make: (params, code, _input, mode) => paint(params, code, mode),
    negativeLogLikelihood: (made, input, present) =>
      tidy(() => {
        const counts = reshape(present, [-1, ...input.shape.slice(1).map(() => 1)]);
        return gaussianNll(input, made, counts);
      }),
    write: (params, code) => readPixels(paint(params, code, inference)),
  };
};
