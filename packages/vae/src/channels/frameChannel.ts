import {
  fold,
  inference,
  type Json,
  type Mode,
  type Network,
  type Params,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { gaussianNll } from '../distributions/gaussianNll.ts';
import type { Channel } from './channel.ts';
import { squares } from './distances.ts';
import { type PixelScale, type Pixels, readPixels, seen } from './pixels.ts';

export interface FrameParts {
  readonly config: Json;
  readonly latents: number;
  readonly features: number;
  readonly encoder: Network;
  readonly pixels: PixelScale | undefined;
  readonly decoder: Network;
  /** Of the pixels about what is painted; the best of each batch unless given. */
  readonly scale: number | undefined;
}

/**
 * What pictures and videos have in common: pixels in 0…1, float32 [batch, …], normally distributed about what the decoder
 * paints (`gaussianNll`). It paints pixels as they are, from 0 up; nothing keeps it within 0…1 but what it learned.
 */
export const frameChannel = ({
  config,
  latents,
  features,
  encoder,
  pixels,
  decoder,
  scale: fixed,
}: FrameParts): Channel<Tensor, Tensor, Pixels> => {
  const paint = (params: Params, code: Tensor, mode: Mode): Tensor =>
    decoder.apply(params['decoder'] as Params, code, mode);
  return {
    config,
    latents,
    features,
    init: (rng) => ({
      encoder: encoder.init(fold(rng, 'encoder')),
      decoder: decoder.init(fold(rng, 'decoder')),
    }),
    see: (params, input, mode) =>
      tidy(() => encoder.apply(params['encoder'] as Params, seen(input, pixels), mode)),
    make: (params, code, _input, mode) => paint(params, code, mode),
    scale: { fixed, power: 2, distances: squares },
    negativeLogLikelihood: (made, input, scale = fixed) =>
      gaussianNll(input, made, undefined, { scale }),
    write: (params, code) => readPixels(paint(params, code, inference)),
  };
};
