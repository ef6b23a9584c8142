import { DataError, type Example, resize } from '@xm/data';
import { type ImageConfig, imageEncoder, imageFeatures } from '@xm/networks';
import { type Json, type Tensor, tensor } from '@xm/tensor-ops';
import { projected, type Tower } from './tower.ts';

/** Saved with a model, since a picture must come in as it did in training. */
export interface ImageTowerConfig {
  readonly encoder: ImageConfig;
  /** What is taken from a pixel in 0…1, and what it is then divided by. */
  readonly normalisation: { readonly mean: number; readonly deviation: number };
}

/** Pictures of any size; they are resized to the encoder's. */
export function imageTower(config: ImageTowerConfig, dim: number): Tower<Tensor> {
  const { encoder, normalisation } = config;
  const network = projected(imageEncoder(encoder), imageFeatures(encoder), dim);
  return {
    config: config as unknown as Json,
    init: network.init,
    apply: network.apply,
    collate: (examples) => toPixels(examples, encoder.size, normalisation),
  };
}

function toPixels(
  examples: readonly Example[],
  size: number,
  { mean, deviation }: ImageTowerConfig['normalisation'],
): Tensor {
  const each = size * size * 3;
  const pixels = new Float32Array(examples.length * each);
  const values = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviation);
  examples.forEach(({ id, image }, row) => {
    if (image === undefined) {
      throw new DataError(
        `imageTower: example '${id}' has no image. Filter such examples out first.`,
      );
    }
    const fits = image.width === size && image.height === size;
    const { data } = fits ? image : resize(image, size, size);
    const at = row * each;
    for (let i = 0; i < each; i++) pixels[at + i] = values[data[i]];
  });
  return tensor(pixels, [examples.length, size, size, 3]);
}
