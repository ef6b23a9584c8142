import { type ImageSize, imageSizes, type TextSize, textSizes } from '@xm/networks';
import { z } from 'zod';

/** A number between bounds, told in words when it is not. */
const between = (low: number, high: number) => z.number().min(low).max(high);
const count = (low: number, high: number) => z.number().int().min(low).max(high);
const artist = z.enum(['google', 'openmoji', 'twitter']);

const emojiSource = z.strictObject({
  source: z.literal('emoji'),
  trainArtists: z.array(artist).min(1),
  heldOutArtist: artist,
});

const shapesSource = z.strictObject({
  source: z.literal('shapes'),
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  /** Pictures to train on and pictures to be judged on. */
  trainCount: count(1, 10_000_000),
  testCount: count(1, 100_000),
});

const pooling = z.enum(['mean', 'flatten']);

const imageEncoder = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('conv'),
    size: count(8, 512),
    patch: count(1, 64),
    widths: z.array(count(1, 4096)).min(1).max(6),
    blocks: count(0, 16),
    pooling,
  }),
  z.strictObject({
    kind: z.literal('patch'),
    size: count(8, 512),
    patch: count(1, 64),
    dim: count(1, 4096),
    depth: count(1, 32),
    heads: count(1, 64),
    pooling,
  }),
  z.strictObject({
    kind: z.literal('mixer'),
    size: count(8, 512),
    patch: count(1, 64),
    dim: count(1, 4096),
    depth: count(1, 32),
    hidden: z.tuple([count(1, 4096), count(1, 16_384)]),
    pooling,
  }),
]);

const textEncoder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bag'), length: count(1, 1024), dim: count(1, 4096) }),
  z.strictObject({
    kind: z.literal('transformer'),
    length: count(1, 1024),
    dim: count(1, 4096),
    depth: count(1, 32),
    heads: count(1, 64),
  }),
]);

const model = z.strictObject({
  image: z.union([z.enum(Object.keys(imageSizes) as [ImageSize]), imageEncoder]),
  text: z.union([z.enum(Object.keys(textSizes) as [TextSize]), textEncoder]),
  tokenizer: z.enum(['words', 'characters', 'bytes']),
  /** Length of a vector of the joint space. */
  dim: count(2, 4096),
  /** What the cosines are divided by at the start. */
  temperature: between(0.01, 1),
  /** What pixels in 0…1 are centred on and divided by. */
  pixels: z.strictObject({ mean: between(0, 1), deviation: between(0.01, 1) }),
});

const augmentation = z.strictObject({
  /** Degrees to either side. */
  rotation: between(0, 180),
  scale: z.tuple([between(0.1, 10), between(0.1, 10)]),
  /** Fraction of the picture's side. */
  shift: between(0, 1),
  flip: between(0, 1),
  brightness: between(0, 1),
  contrast: between(0, 1),
  saturation: between(0, 1),
  hue: between(0, 180),
  erase: between(0, 1),
  /** Probability of each word to be left out. */
  dropWords: between(0, 0.95),
});

const training = z.strictObject({
  steps: count(1, 10_000_000),
  batch: count(2, 65_536),
  learningRate: between(1e-8, 10),
  warmUp: count(0, 1_000_000),
  weightDecay: between(0, 10),
  labelSmoothing: between(0, 0.9),
  /** Steps between two saved states. */
  checkpointEvery: count(1, 1_000_000),
});

/** What `xm train --config` reads, and what stands in a run folder. */
export const configSchema = z.strictObject({
  data: z.discriminatedUnion('source', [emojiSource, shapesSource]),
  model,
  augmentation,
  training,
  /** Backends in order of preference: the first that can run is taken. */
  backends: z.array(z.enum(['native', 'wasm', 'cpu'])).min(1),
  seed: count(0, Number.MAX_SAFE_INTEGER),
  /** What to try on the finished model: texts, and ids of held-out pictures. */
  searches: z.strictObject({ words: z.array(z.string().min(1)), pictures: z.array(z.string()) }),
});

export type Config = z.infer<typeof configSchema>;
