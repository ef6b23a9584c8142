import { clipsOf, type PixelNormalisation } from '@xm/data';
import { type VideoConfig, type VideoSize, videoEncoder, videoSizes } from '@xm/networks';
import type { Json, Tensor } from '@xm/tensor-ops';
import { named } from './named.ts';
import { tensorOf } from './tensorOf.ts';
import { projected, type Tower } from './tower.ts';

/** Saved with a model, since a video must come in as it did in training. */
export interface VideoTowerConfig {
  readonly encoder: VideoConfig;
  readonly normalisation: PixelNormalisation;
}

export interface VideoTowerOptions {
  /** A named size or a config of @xm/networks. */
  readonly encoder: VideoSize | VideoConfig;
  /** Of pixels in 0…1: 0.5 and 0.25 unless told otherwise. */
  readonly normalisation?: PixelNormalisation;
}

/** @throws ConfigError when the size is not known. */
export const videoTowerConfig = (options: VideoTowerOptions): VideoTowerConfig => ({
  encoder: named(options.encoder, videoSizes, 'video'),
  normalisation: options.normalisation ?? { mean: 0.5, deviation: 0.25 },
});

/** Videos of any size and length; frames at equal distances are resized to the encoder's. */
export function videoTower(config: VideoTowerConfig, dim: number): Tower<Tensor> {
  const { encoder, normalisation } = config;
  const network = projected(videoEncoder(encoder), encoder.dim, dim);
  const clip = { time: encoder.time, size: encoder.image.size };
  return {
    config: config as unknown as Json,
    init: network.init,
    apply: network.apply,
    collate: (examples) => tensorOf(clipsOf(examples, clip, normalisation)),
  };
}
