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
import type { PixelScale, Pixels } from './pixels.ts';

export interface ImageChannelConfig extends ChannelCommon {
  readonly encoder: ImageConfig;
  /** What the encoder sees pixels by: see `seen`. Dark pictures want a lower mean. */
  readonly pixels?: PixelScale;
  /** σ of the pixels about what is painted. The best of each batch unless told otherwise: see `gaussianNll`. */
  readonly scale?: number;
  readonly decoder: ConvDecoderConfig;
}

/** Pictures: float32 [batch, height, width, 3], 0…1. */
export const imageChannel = (
  config: ImageChannelConfig,
  shared: number,
): Channel<Tensor, Tensor, Pixels> =>
  frameChannel({
    config: config as unknown as Json,
    latents: config.latents,
    features: imageFeatures(config.encoder),
    encoder: imageEncoder(config.encoder),
    pixels: config.pixels,
    scale: config.scale,
    decoder: convDecoder(config.decoder, shared + config.latents),
  });
