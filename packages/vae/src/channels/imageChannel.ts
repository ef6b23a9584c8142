import {
  type ConvDecoderConfig,
  convDecoder,
  type ImageConfig,
  imageEncoder,
  imageFeatures,
} from '@xm/networks';
import type { Json, Tensor } from '@xm/tensor-ops';
import type { Channel, ChannelCommon } from './channel.ts';
import { frameChannel } from './frameChannel.ts';
import { type PixelLikelihoodConfig, pixelLikelihood } from './pixelLikelihood.ts';
import type { PixelScale, Pixels } from './pixels.ts';

export interface ImageChannelConfig extends ChannelCommon, PixelLikelihoodConfig {
  readonly encoder: ImageConfig;
  /** What the encoder sees pixels by: see `seen`. Dark pictures want a lower mean. */
  readonly pixels?: PixelScale;
  readonly decoder: ConvDecoderConfig;
}

/**
 * Pictures: float32 [batch, height, width, 3], 0…1.
 *
 * @throws ConfigError when the likelihood has no such parts, or a network cannot be built.
 */
export const imageChannel = (
  config: ImageChannelConfig,
  shared: number,
): Channel<Tensor, Tensor, Pixels> => {
  const { latents, encoder, pixels, decoder } = config;
  const likelihood = pixelLikelihood(config, decoder.channels ?? 3);
  return frameChannel({
    config: config as unknown as Json,
    latents,
    features: imageFeatures(encoder),
    encoder: imageEncoder(encoder),
    pixels,
    decoder: convDecoder({ ...decoder, channels: likelihood.outputs }, shared + latents),
    likelihood,
  });
};
