import { z } from 'zod';
import { between, count } from './bounds.ts';
import { encoders, inputs } from './encoders.ts';
import { loop } from './loop.ts';

/** A joint space of at least two modalities. */
const model = z.strictObject({
  ...encoders,
  ...inputs,
  /** Length of a vector of the joint space. */
  dim: count(2, 4096),
  /** What the cosines are divided by at the start. */
  temperature: between(0.01, 1),
});

const training = z.strictObject({
  steps: count(1, 10_000_000),
  batch: count(2, 65_536),
  learningRate: between(1e-8, 10),
  warmUp: count(0, 1_000_000),
  weightDecay: between(0, 10),
  labelSmoothing: between(0, 0.9),
  ...loop,
});

/** What a run of this method is told beside its data. */
export const embedding = {
  method: z.literal('embedding'),
  model,
  training,
  /** What to try on the finished model: texts, and ids of held-out pictures. */
  searches: z.strictObject({ words: z.array(z.string().min(1)), pictures: z.array(z.string()) }),
};
