import {
  type VideoConfig,
  type VideoDecoderConfig,
  videoDecoder,
  videoEncoder,
} from '@xm/networks';
import type { Json, Tensor } from '@xm/tensor-ops';
import type { Channel, ChannelCommon } from './channel.ts';
import { frameChannel } from './frameChannel.ts';
import { pixelLikelihood } from './pixelLikelihood.ts';
import type { PixelScale, Pixels } from './pixels.ts';

export interface VideoChannelConfig extends ChannelCommon {
  readonly encoder: VideoConfig;
  /** What the encoder sees pixels by: see `seen`. Dark pictures want a lower mean. */
  readonly pixels?: PixelScale;
  /** σ of the pixels about what is painted. The best of each batch unless told otherwise: see `gaussianNll`. */
  readonly scale?: number;
  readonly decoder: VideoDecoderConfig;
}

/** Videos: float32 [batch, time, height, width, 3], 0…1. */
export const videoChannel = (
  config: VideoChannelConfig,
  shared: number,
): Channel<Tensor, Tensor, Pixels> =>
  frameChannel({
    config: config as unknown as Json,
    latents: config.latents,
    features: config.encoder.dim,
    encoder: videoEncoder(config.encoder),
    pixels: config.pixels,
    likelihood: pixelLikelihood({ scale: config.scale }, 3),
    decoder: videoDecoder(config.decoder, shared + config.latents),
  });
