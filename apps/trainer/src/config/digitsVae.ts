import type { ConfigOf } from './schema.ts';

/** Digits that people wrote and said, and a variational model that turns each into the other. */
export const digitsVae: Omit<ConfigOf<'vae'>, 'seed' | 'augmentation'> = {
  method: 'vae',
  data: { source: 'digits', written: 'digits/written', spoken: 'digits/spoken' },
  model: {
    shared: 12,
    image: {
      latents: 8,
      pixels: { mean: 0.15, deviation: 0.3 },
      encoder: {
        kind: 'conv',
        size: 32,
        patch: 4,
        widths: [32, 64],
        blocks: 1,
        pooling: 'flatten',
      },
      decoder: { patch: 4, widths: [96, 64], blocks: 1 },
    },
    speech: {
      latents: 8,
      encoder: {
        kind: 'transformer',
        frames: 64,
        mels: 40,
        halvings: 2,
        dim: 96,
        depth: 2,
        heads: 4,
      },
      decoder: { patch: 4, widths: [64, 48], blocks: 1 },
    },
    sound: {
      sampleRate: 8000,
      fftSize: 256,
      windowLength: 200,
      hop: 100,
      mean: -10,
      deviation: 4,
    },
    sampler: { width: 256, depth: 3, guidance: 2 },
  },
  training: {
    steps: 2800,
    batch: 64,
    learningRate: 0.003,
    optimizer: 'muon',
    warmUp: 80,
    strangers: 1,
    klWarmUp: 0,
    samplerSteps: 1000,
    checkpointEvery: 100,
  },
  backends: ['wasm', 'cpu'],
};
