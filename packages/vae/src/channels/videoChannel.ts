import {
  type VideoConfig,
  type VideoDecoderConfig,
  videoDecoder,
  videoEncoder,
} from '@xm/networks';
import { ConfigError, type Json, type Tensor } from '@xm/tensor-ops';
import type { Channel, ChannelCommon } from './channel.ts';
import { frameChannel } from './frameChannel.ts';
import { type PixelLikelihoodConfig, pixelLikelihood } from './pixelLikelihood.ts';
import type { PixelScale, Pixels } from './pixels.ts';

export interface VideoChannelConfig
  extends ChannelCommon,
    Pick<PixelLikelihoodConfig, 'likelihood' | 'scale'> {
  readonly encoder: VideoConfig;
  /** What the encoder sees pixels by: see `seen`. Dark pictures want a lower mean. */
  readonly pixels?: PixelScale;
  readonly decoder: VideoDecoderConfig;
}

/**
 * Videos: float32 [batch, time, height, width, 3], 0…1.
 *
 * @throws ConfigError for a likelihood that needs other numbers of a decoder than three colours, or a scale that it lacks.
 */
export const videoChannel = (
  config: VideoChannelConfig,
  shared: number,
): Channel<Tensor, Tensor, Pixels> => {
  const { likelihood: kind, scale } = config;
  const likelihood = pixelLikelihood({ likelihood: kind, scale }, 3);
  if (likelihood.outputs !== 3) {
    throw new ConfigError(
      `videoChannel: likelihood must be of three colours, got '${kind}'. Take 'correlated'.`,
    );
  }
  return frameChannel({
    config: config as unknown as Json,
    latents: config.latents,
    features: config.encoder.dim,
    encoder: videoEncoder(config.encoder),
    pixels: config.pixels,
    likelihood,
    decoder: videoDecoder(config.decoder, shared + config.latents),
  });
};
