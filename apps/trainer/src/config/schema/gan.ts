import { z } from 'zod';
import { between, count } from './bounds.ts';
import { loop } from './loop.ts';
import { parts, variational } from './vae.ts';

const hidden = z.array(count(1, 4096)).max(8);

/** Who plays for the private latents of each modality. */
const latents = z.strictObject({
  /** Length of the generator's noise. */
  noise: count(1, 4096),
  /** Units of the inner layers of each side. */
  generator: z.strictObject({ hidden }),
  critic: z.strictObject({ hidden, features: count(1, 4096) }),
});

/** What a run of this method is told beside its data. */
export const gan = {
  method: z.literal('gan'),
  /** A variational model whose private latents generators learn to draw. */
  model: z.strictObject({ ...parts, latents }),
  training: z.strictObject({
    /** First the variational model … */
    variational: z.strictObject(variational),
    /** … then, that being fixed, a generator against a critic for each modality that has private latents. */
    latents: z.strictObject({
      steps: count(1, 10_000_000),
      batch: count(2, 65_536),
      learningRate: between(1e-8, 10),
      warmUp: count(0, 1_000_000),
      /** Weight of the penalty on the critic's slope at real examples. */
      gamma: between(0, 1e6),
    }),
    ...loop,
  }),
};
