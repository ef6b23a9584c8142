import type { ConfigOf } from './schema.ts';
import { pictureNetworks, shapes3Vae } from './shapes3Vae.ts';

/** The hardest drawn shapes, before textures: pictures and captions. */
export const shapes5Vae: Omit<ConfigOf<'vae'>, 'seed' | 'augmentation'> = {
  method: 'vae',
  data: { source: 'shapes', level: 5, trainCount: 100_000, testCount: 500 },
  model: {
    shared: 16,
    image: {
      latents: 10,
      pixels: { mean: 0.45, deviation: 0.3 },
      likelihood: 'correlated',
      ...pictureNetworks,
    },
    text: {
      weight: 1000,
      toldByEach: true,
      encoder: { kind: 'transformer', length: 12, dim: 64, depth: 1, heads: 4 },
      decoder: { dim: 64, depth: 1, heads: 4, slots: 4 },
    },
    sampler: { kind: 'autoregressive', width: 128, depth: 3, temperature: 0.7 },
  },
  training: {
    ...shapes3Vae.training,
    steps: 8000,
    batch: 24,
    learningRate: 0.003,
    warmUp: 100,
    samplerSteps: 8000,
    checkpointEvery: 250,
  },
  backends: ['wasm', 'cpu'],
};
