import type { ConfigOf } from './schema.ts';
import { shapes3Vae } from './shapes3Vae.ts';

const { sampler: _, ...parts } = shapes3Vae.model;
const { samplerSteps: __, checkpointEvery, ...variational } = shapes3Vae.training;

/** Drawn shapes in four modalities, and generators of pictures, speech and videos that begin as decoders. */
export const shapes3Gan = {
  ...shapes3Vae,
  method: 'gan',
  model: {
    ...parts,
    latents: {
      noise: 16,
      generator: { hidden: [128, 128] },
      critic: { hidden: [128, 128], features: 64 },
    },
    critic: { patch: 2, widths: [32, 64, 96], blocks: 1, features: 128 },
  },
  training: {
    variational,
    latents: { steps: 1200, batch: 256, learningRate: 0.005, warmUp: 20, gamma: 3 },
    pictures: {
      steps: 600,
      batch: 48,
      learningRate: 0.0005,
      criticRate: 0.001,
      warmUp: 100,
      gamma: 0.1,
    },
    checkpointEvery,
  },
} satisfies Omit<ConfigOf<'gan'>, 'seed' | 'augmentation'>;
