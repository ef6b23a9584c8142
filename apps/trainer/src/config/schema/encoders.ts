import {
  type ImageSize,
  imageSizes,
  type SpeechSize,
  speechSizes,
  type TextSize,
  textSizes,
  type VideoSize,
  videoSizes,
} from '@xm/networks';
import { z } from 'zod';
import { between, count } from './bounds.ts';

const pooling = z.enum(['mean', 'flatten']);

export const image = z.discriminatedUnion('kind', [
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

export const text = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bag'), length: count(1, 1024), dim: count(1, 4096) }),
  z.strictObject({
    kind: z.literal('transformer'),
    length: count(1, 1024),
    dim: count(1, 4096),
    depth: count(1, 32),
    heads: count(1, 64),
  }),
]);

export const speech = z.strictObject({
  kind: z.literal('transformer'),
  frames: count(1, 100_000),
  mels: count(1, 1024),
  halvings: count(0, 8),
  dim: count(1, 4096),
  depth: count(0, 32),
  heads: count(1, 64),
});

export const video = z.strictObject({
  kind: z.literal('frames'),
  time: count(1, 1024),
  image,
  dim: count(1, 4096),
  depth: count(0, 32),
  heads: count(1, 64),
});

/** Names of sizes, as zod wants them. */
const names = <T extends string>(sizes: Record<T, unknown>) => z.enum(Object.keys(sizes) as [T]);

/** What a model may take in: an encoder for each modality that it knows, by the name of its size or in full. */
export const encoders = {
  image: z.union([names<ImageSize>(imageSizes), image]).optional(),
  text: z.union([names<TextSize>(textSizes), text]).optional(),
  speech: z.union([names<SpeechSize>(speechSizes), speech]).optional(),
  video: z.union([names<VideoSize>(videoSizes), video]).optional(),
};

/** Frames of sound, in samples, and what their log-mels are centred on and divided by. */
export const sound = z.strictObject({
  sampleRate: count(1000, 192_000),
  fftSize: count(16, 65_536),
  windowLength: count(16, 65_536),
  hop: count(1, 65_536),
  mean: between(-100, 100),
  deviation: between(0.01, 100),
});

export const tokenizer = z.enum(['words', 'characters', 'bytes']);

/** How its inputs become numbers. */
export const inputs = {
  /** 'words' unless told otherwise. */
  tokenizer: tokenizer.optional(),
  /** What pixels in 0…1 are centred on and divided by. */
  pixels: z.strictObject({ mean: between(0, 1), deviation: between(0.01, 1) }).optional(),
  sound: sound.optional(),
};
