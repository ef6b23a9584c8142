import {
  fold,
  inference,
  type Json,
  type Mode,
  type Network,
  type Params,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Channel } from './channel.ts';
import type { PixelLikelihood } from './pixelLikelihood.ts';
import { type PixelScale, type Pixels, readPixels, seen } from './pixels.ts';

export interface FrameParts {
  readonly config: Json;
  readonly latents: number;
  readonly features: number;
  readonly encoder: Network;
  readonly pixels: PixelScale | undefined;
  readonly decoder: Network;
  readonly likelihood: PixelLikelihood;
}

/**
 * What pictures and videos have in common: pixels in 0…1, float32 [batch, …], distributed about what the decoder paints as
 * the likelihood says. It paints pixels as they are, from 0 up; nothing keeps it within 0…1 but what it learned, or the
 * likelihood, where that has bounds.
 */
export const frameChannel = ({
  config,
  latents,
  features,
  encoder,
  pixels,
  decoder,
  likelihood,
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
    ...(likelihood.scale && { scale: likelihood.scale }),
    negativeLogLikelihood: likelihood.negativeLogLikelihood,
    shown: likelihood.shown,
    again: ({ data, shape }) => tensor(data, [...shape]),
    write: (params, code) =>
      readPixels(tidy(() => likelihood.shown(paint(params, code, inference)))),
  };
};
