import { z } from 'zod';
import { between, count } from './bounds.ts';

const artist = z.enum(['google', 'openmoji', 'twitter']);

const emojiSource = z.strictObject({
  source: z.literal('emoji'),
  trainArtists: z.array(artist).min(1),
  heldOutArtist: artist,
});

const shapesSource = z.strictObject({
  source: z.literal('shapes'),
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  /** Pictures and words unless told otherwise. Speech says the words; a video has its motion in them. */
  modalities: z
    .array(z.enum(['image', 'text', 'speech', 'video']))
    .min(2)
    .optional(),
  /** Pictures to train on and to be judged on; of videos as many again. */
  trainCount: count(1, 10_000_000),
  testCount: count(1, 100_000),
});

const digitsSource = z.strictObject({
  source: z.literal('digits'),
  /** A folder with the four files of MNIST. */
  written: z.string().min(1),
  /** A folder of WAV files {digit}_{speaker}_{index}.wav. */
  spoken: z.string().min(1),
});

export const data = z.discriminatedUnion('source', [emojiSource, shapesSource, digitsSource]);

export const augmentation = z.strictObject({
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
