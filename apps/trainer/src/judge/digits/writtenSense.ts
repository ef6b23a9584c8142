import { augmentPicture, pixelsOf } from '@xm/data';
import { type ConvConfig, imageEncoder, imageFeatures } from '@xm/networks';
import { type Tensor, tensor } from '@xm/tensor-ops';
import { normalisation } from '../pixels.ts';
import { roughener, roughenRows } from '../roughener.ts';
import type { Sense } from './sense.ts';

/** Digits stand on black, and black is what comes in when they move. */
const moves = { rotation: 10, scale: [0.9, 1.1], shift: 0.08, background: [0, 0, 0] } as const;

/** Sees written digits as the judge of drawn pictures sees those: of one size, in training roughened. */
export function writtenSense(config: ConvConfig, seed: number): Sense<{ pixels: Tensor }> {
  const { size } = config;
  const encoder = imageEncoder(config);
  const roughen = roughener({ width: size, height: size, channels: 3 }, seed);
  return {
    modality: 'image',
    config: { moves, encoder: { ...config } },
    encoder: {
      ...encoder,
      apply: (params, { pixels }, mode) => encoder.apply(params, pixels, mode),
    },
    features: imageFeatures(config),
    change: (example, random) =>
      example.image ? { ...example, image: augmentPicture(example.image, moves, random) } : example,
    collate: (examples, roughened) => {
      const pixels = pixelsOf(examples, size, normalisation);
      if (roughened) roughenRows(pixels, examples.length, roughen, roughened);
      return { pixels: tensor(pixels.values, pixels.shape) };
    },
  };
}
