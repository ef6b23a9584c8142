import { createRng, fold, type Tensor, tensor, uniform } from '@xm/tensor-ops';
import type { Inputs, VaeConfig } from '../src/index.ts';

const image = { kind: 'conv', size: 8, patch: 4, widths: [8], blocks: 1 } as const;
const encoder = { ...image, pooling: 'flatten' } as const;
const time = { kind: 'frames', time: 2, dim: 8, depth: 1, heads: 2 } as const;
const words = { kind: 'transformer', length: 5, dim: 8, depth: 1, heads: 2 } as const;

/** Every modality, as small as can be. */
export const tinyConfig: VaeConfig = {
  shared: 3,
  sampler: { width: 8, depth: 1 },
  channels: {
    image: { latents: 2, encoder, decoder: image },
    text: {
      latents: 0,
      weight: 10,
      encoder: words,
      decoder: { ...words, slots: 2 },
      vocabulary: 8,
      begin: 2,
      end: 3,
    },
    speech: {
      latents: 2,
      encoder: { kind: 'transformer', frames: 8, mels: 4, halvings: 1, dim: 8, depth: 1, heads: 2 },
      decoder: { kind: 'conv', frames: 8, mels: 4, patch: 4, widths: [8], blocks: 1 },
    },
    video: {
      latents: 2,
      encoder: { ...time, image: encoder },
      decoder: { ...time, image },
    },
  },
};

const number = (name: string, shape: number[]): Tensor => uniform(fold(createRng(8), name), shape);

/** As many examples, each with every modality; texts of two words and padding, sounds of six frames. */
export const tinyBatch = (rows: number): Inputs => {
  const texts = Array.from({ length: rows }, (_, i) => [2, 4 + (i % 4), 4 + ((i + 1) % 4), 3, 0]);
  return {
    image: number('image', [rows, 8, 8, 3]),
    text: {
      ids: tensor(texts, [rows, 5], 'int32'),
      mask: tensor(
        texts.map(() => [1, 1, 1, 1, 0]),
        [rows, 5],
      ),
    },
    speech: {
      frames: number('speech', [rows, 8, 4]),
      mask: tensor(
        texts.map(() => [1, 1, 1, 1, 1, 1, 0, 0]),
        [rows, 8],
      ),
    },
    video: number('video', [rows, 2, 8, 8, 3]),
  };
};
