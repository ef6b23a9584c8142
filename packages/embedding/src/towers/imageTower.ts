import { type PixelNormalisation, pixelsOf } from '@xm/data';
import {
  type ImageConfig,
  type ImageSize,
  imageEncoder,
  imageFeatures,
  imageSizes,
} from '@xm/networks';
import type { Json, Tensor } from '@xm/tensor-ops';
import { named } from './named.ts';
import { tensorOf } from './tensorOf.ts';
import { projected, type Tower } from './tower.ts';

/** Saved with a model, since a picture must come in as it did in training. */
export interface ImageTowerConfig {
  readonly encoder: ImageConfig;
  readonly normalisation: PixelNormalisation;
}

export interface ImageTowerOptions {
  /** A named size or a config of @xm/networks. */
  readonly encoder: ImageSize | ImageConfig;
  /** Of pixels in 0…1: 0.5 and 0.25 unless told otherwise. */
  readonly normalisation?: PixelNormalisation;
}

/** @throws ConfigError when the size is not known. */
export const imageTowerConfig = (options: ImageTowerOptions): ImageTowerConfig => ({
  encoder: named(options.encoder, imageSizes, 'image'),
  normalisation: options.normalisation ?? { mean: 0.5, deviation: 0.25 },
});

/** Pictures of any size; they are resized to the encoder's. */
export function imageTower(config: ImageTowerConfig, dim: number): Tower<Tensor> {
  const { encoder, normalisation } = config;
  const network = projected(imageEncoder(encoder), imageFeatures(encoder), dim);
  return {
    config: config as unknown as Json,
    init: network.init,
    apply: network.apply,
    collate: (examples) => tensorOf(pixelsOf(examples, encoder.size, normalisation)),
  };
}
