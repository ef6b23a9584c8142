import { digitsVae } from './digitsVae.ts';
import type { ConfigOf } from './schema.ts';
import { shapes3Vae } from './shapes3Vae.ts';

type Preset<M extends 'vae' | 'gan'> = Omit<ConfigOf<M>, 'seed' | 'augmentation'>;

/** Generators that begin as the decoders of a variational model: what it has private latents for, they make. */
const generatorsOf = (vae: Preset<'vae'>) => {
  const { sampler: _, ...parts } = vae.model;
  const { samplerSteps: __, checkpointEvery, ...variational } = vae.training;
  return {
    ...vae,
    method: 'gan',
    model: {
      ...parts,
      latents: {
        noise: 16,
        generator: { hidden: [128, 128] },
        critic: { hidden: [128, 128], features: 64 },
      },
    },
    training: {
      variational,
      latents: { steps: 2400, batch: 256, learningRate: 0.005, warmUp: 20, gamma: 3 },
      checkpointEvery,
    },
  } satisfies Preset<'gan'>;
};

/** Pictures, speech and videos of drawn shapes. */
export const shapes3Gan = generatorsOf(shapes3Vae);

/** Written and spoken digits. */
export const digitsGan = generatorsOf(digitsVae);
