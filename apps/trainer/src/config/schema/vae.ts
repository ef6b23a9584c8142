import { z } from 'zod';
import { between, count } from './bounds.ts';
import { image, sound, speech, text, tokenizer, video } from './encoders.ts';
import { loop } from './loop.ts';

/** How a modality is painted: as large as it is seen. */
const painter = {
  patch: count(1, 64),
  widths: z.array(count(1, 4096)).min(1).max(6),
  blocks: count(0, 16),
};

const transformer = { dim: count(1, 4096), depth: count(0, 32), heads: count(1, 64) };

/** What every modality is told. */
const common = {
  /** What its surprise is multiplied by. 1 unless told otherwise. */
  weight: between(0, 1e6).optional(),
  /** Whether its decoder is told by every modality by itself in each step. Not unless told otherwise. */
  toldByEach: z.boolean().optional(),
};

const latents = count(0, 4096);

/** What pixels in 0…1 are centred on and divided by before the encoder sees them. By 0.5 and 0.25 unless told otherwise. */
const pixels = z.strictObject({ mean: between(0, 1), deviation: between(0.01, 1) }).optional();

/** How pixels lie about what is painted: see `imageChannel` of @xm/vae. */
const likelihood = {
  /** 'normal' unless told otherwise. */
  likelihood: z.enum(['normal', 'correlated', 'laplace', 'bernoulli', 'logistics']).optional(),
  /** Of the first three; the best of each batch unless told otherwise. */
  scale: between(1e-4, 10).optional(),
  /** Of logistics: 5 unless told otherwise. */
  components: count(1, 100).optional(),
};

/** Of videos, of which as many numbers are painted as there are colours. */
const ofVideos = {
  likelihood: z.enum(['normal', 'correlated', 'laplace']).optional(),
  scale: likelihood.scale,
};

/** The parts of a variational model, but for what draws its latents. */
export const parts = {
  /** Latents that all modalities have in common. */
  shared: count(1, 4096),
  image: z
    .strictObject({
      ...common,
      latents,
      pixels,
      ...likelihood,
      encoder: image,
      decoder: z.strictObject(painter),
    })
    .optional(),
  text: z
    .strictObject({
      ...common,
      /** None unless told otherwise: all that a caption says is shared. */
      latents: latents.optional(),
      encoder: text,
      decoder: z.strictObject({ ...transformer, slots: count(1, 64) }),
    })
    .optional(),
  speech: z
    .strictObject({ ...common, latents, encoder: speech, decoder: z.strictObject(painter) })
    .optional(),
  video: z
    .strictObject({
      ...common,
      latents,
      pixels,
      ...ofVideos,
      encoder: video,
      decoder: z.strictObject({ ...transformer, image: z.strictObject(painter) }),
    })
    .optional(),
  tokenizer: tokenizer.optional(),
  sound: sound.optional(),
};

/** How its parts are trained. */
export const variational = {
  steps: count(1, 10_000_000),
  batch: count(2, 65_536),
  learningRate: between(1e-8, 10),
  /** 'adamW' unless told otherwise. Muon learns the same in about half of the steps, each of which takes longer. */
  optimizer: z.enum(['adamW', 'muon']).optional(),
  warmUp: count(0, 1_000_000),
  /** Weight of the shared latents' divergence beside that of the private ones, whose weight is 1. 1 unless told otherwise. */
  sharedBeta: between(0, 1e6).optional(),
  /** Weight of what is made with the private latents of another example: see `vaeObjective`. 0 unless told otherwise. */
  strangers: between(0, 1e6).optional(),
  /** Share of the training examples that are to lack one of the model's modalities. 0 unless told otherwise. */
  missing: between(0, 1).optional(),
  /** Steps in which the divergences grow to their full weight. */
  klWarmUp: count(0, 1_000_000),
};

export type VariationalTraining = z.infer<z.ZodObject<typeof variational>>;

/** What draws latents in use: see `SamplerConfig` of @xm/vae. */
const sampler = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('flow').optional(),
    width: count(1, 4096),
    depth: count(1, 32),
    /** How strongly private latents heed the shared ones: 1 unless told otherwise. */
    guidance: between(1, 100).optional(),
  }),
  z.strictObject({
    kind: z.literal('autoregressive'),
    width: count(1, 4096),
    depth: count(1, 32),
    components: count(1, 256).optional(),
    /** What the temperature that is asked for is multiplied by: 1 unless told otherwise. */
    temperature: between(0, 1).optional(),
  }),
  z.strictObject({
    kind: z.literal('mixture'),
    components: count(1, 4096),
    covariance: z.enum(['full', 'diagonal']).optional(),
  }),
]);

/** Which model of the family, and what it is told: see `MethodConfig` of @xm/vae, which checks the rest. */
const method = z.looseObject({ kind: z.string() }).optional();

/** What a run of this method is told beside its data. */
export const vae = {
  method: z.literal('vae'),
  model: z.strictObject({
    ...parts,
    sampler,
    method,
  }),
  training: z.strictObject({
    ...variational,
    /** Of each flow or autoregressive sampler, or rounds of each mixture at most, afterwards. */
    samplerSteps: count(1, 1_000_000),
    ...loop,
  }),
};
