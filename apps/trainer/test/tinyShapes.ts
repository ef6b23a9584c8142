import { presets } from '../src/config/presets.ts';
import type { ConfigOf } from '../src/config/schema.ts';

const conv = {
  kind: 'conv',
  size: 16,
  patch: 4,
  widths: [8, 8],
  blocks: 1,
  pooling: 'mean',
} as const;
const transformer = { dim: 8, depth: 1, heads: 2 } as const;
const painter = { patch: 4, widths: [8, 8], blocks: 1 };
const vae = presets['shapes3-vae'];
const gan = presets['shapes3-gan'];

const data = {
  source: 'shapes',
  level: 1,
  modalities: ['image', 'text', 'speech', 'video'],
  trainCount: 8,
  testCount: 4,
} as ConfigOf<'vae'>['data'];

const parts = {
  shared: 3,
  image: { latents: 2, encoder: { ...conv, widths: [8, 8] }, decoder: painter },
  text: {
    encoder: { kind: 'transformer', length: 6, ...transformer },
    decoder: { ...transformer, slots: 2 },
  },
  speech: {
    latents: 2,
    encoder: { kind: 'transformer', frames: 32, mels: 16, halvings: 2, ...transformer },
    decoder: painter,
  },
  video: {
    latents: 2,
    encoder: { kind: 'frames', time: 2, image: { ...conv, widths: [8, 8] }, ...transformer },
    decoder: { ...transformer, image: painter },
  },
} satisfies Partial<ConfigOf<'gan'>['model']>;

const few = { steps: 3, batch: 4 };

/** A run of seconds, by networks that learn nothing. */
export const tinyVae: ConfigOf<'vae'> = {
  seed: 5,
  ...vae,
  data,
  model: { ...parts, sampler: { width: 8, depth: 1 } },
  training: { ...vae.training, ...few, klWarmUp: 2, samplerSteps: 2, checkpointEvery: 2 },
};

export const tinyGan: ConfigOf<'gan'> = {
  seed: 5,
  ...gan,
  data,
  model: {
    ...parts,
    latents: { noise: 2, generator: { hidden: [4] }, critic: { hidden: [4], features: 4 } },
  },
  training: {
    variational: { ...gan.training.variational, ...few },
    latents: { ...gan.training.latents, ...few },
    checkpointEvery: 2,
  },
};
