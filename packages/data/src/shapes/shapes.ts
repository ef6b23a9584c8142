import { addNoise } from '../augment/addNoise.ts';
import { DataError } from '../dataError.ts';
import { type Dataset, type Description, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { checkSides } from '../pictures/picture.ts';
import { type Random, random } from '../random/random.ts';
import type { Speak } from '../speech/speak.ts';
import { checkOptions } from './checkOptions.ts';
import { drawMotion } from './drawMotion.ts';
import { drawPair, drawShape } from './drawShape.ts';
import {
  captionOf,
  combinations,
  type Level,
  type MotionFactors,
  type PairFactors,
  type SaidFactors,
  type ShapeFactors,
} from './factors.ts';
import { type Language, languages, type Wording, wordings } from './pairCaption.ts';
import { drawMotionPose, drawPairPose, drawPose } from './poses.ts';
import { drawVoice, spoken } from './spoken.ts';

/**
 * 'train' and 'test' share no picture, no video as a whole and no speaker; 'heldOut' has the combinations
 * that both lack.
 */
export type ShapesSplit = 'train' | 'test' | 'heldOut';

export interface ShapesOptions {
  readonly level: Level;
  readonly count: number;
  readonly seed: number;
  /** 'train' unless told otherwise. */
  readonly split?: ShapesSplit;
  /** Combinations to be seen in 'heldOut' only: [{ shape: 'ellipse', colour: 'pink' }]. */
  readonly holdOut?: readonly Partial<SaidFactors>[];
  /** Width and height of the pictures, 64 unless told otherwise. */
  readonly size?: number;
  /**
   * Gives a `video` in place of the `image`, and says its motion: 'big red heart moves left'. Levels 1 to
   * 5. One picture cannot show what such a caption says, so no example has both: `concat` a dataset with
   * motion and one without to learn from all modalities.
   */
  readonly motion?: boolean;
  /** Of the captions of level 6. Drawn for each example unless told otherwise. */
  readonly language?: Language;
  readonly wording?: Wording;
  /** Gives `speech`: the caption, spoken. */
  readonly speak?: Speak;
  /** White noise under the speech, by how many decibels weaker: [10, 30]. None unless told otherwise. */
  readonly speechNoise?: readonly [number, number];
}

/**
 * The embedded world: one shape a picture, or two in a relation, with a caption and every factor known,
 * after dSprites and CdSprites+. Made when asked for; example i depends on (seed, level, motion, split, i)
 * alone, and neither words nor voice change its picture.
 *
 * Test pictures are those whose x + y + rotation is a multiple of 5, training pictures all others. Of a
 * video that is its first frame, of two shapes the sum over both. (No symmetry of a shape changes the
 * rotation by anything but multiples of 90.)
 *
 * @throws DataError when `holdOut` names what the level does not say, or leaves nothing to draw, or an
 * option is not for this level.
 */
export function shapes(options: ShapesOptions): Dataset {
  const { level, count, seed, split = 'train', holdOut = [], size = 64, motion = false } = options;
  checkSides('shapes', size, size);
  if (!Number.isInteger(count) || count < 0) {
    throw new DataError(`shapes: count must be an integer from 0, got ${count}.`);
  }
  checkOptions(options);
  const drawn = combinations(level, motion).filter(
    (factors) => holdOut.some((held) => matches(factors, held)) === (split === 'heldOut'),
  );
  if (drawn.length === 0) {
    throw new DataError(
      `shapes: holdOut leaves nothing for the split '${split}'. ` +
        (split === 'heldOut' ? 'Name a combination to hold out.' : 'Hold out less.'),
    );
  }
  const isTraining = split === 'train';

  /** All that is to be known of an example; `stream` goes on with its textures. */
  function draw(index: number) {
    const name = [seed, level, splits.indexOf(split), index] as const;
    const stream = random(...name, ...(motion ? [streams.motion] : []));
    const further = (purpose: number): Random => random(...name, Number(motion), purpose);
    const said = drawn[stream.integer(drawn.length)];
    const pose = drawPoseOf(said, level, () => (isTraining ? 1 + stream.integer(4) : 0), stream);
    const words = level === 6 ? drawWords(options, further(streams.words)) : undefined;
    const voice =
      options.speak && drawVoice(words?.language ?? 'en', isTraining, further(streams.voice));
    const about: Description = {
      id: `shapes-${level}${motion ? '-motion' : ''}/${split}/${index}`,
      text: captionOf(said, level, words),
      factors: { ...pose, ...words, ...voice },
    };
    return { about, pose, voice, stream, further };
  }

  async function read(index: number): Promise<Example> {
    const { about, pose, voice, stream, further } = draw(index);
    const { id, ...told } = about;
    const example = { id, ...drawSeen(pose, level, size, stream), ...told };
    if (options.speak === undefined || voice === undefined) return example;
    const clean = await spoken(options.speak, about.text as string, voice);
    const { speechNoise: snr } = options;
    const speech = snr === undefined ? clean : addNoise(clean, { snr }, further(streams.noise));
    return { ...example, speech };
  }

  return dataset(count, read, async (index) => draw(index).about);
}

const splits: readonly ShapesSplit[] = ['train', 'test', 'heldOut'];

/** Names of streams, so that what one thing draws does not change another. */
const streams = { motion: 1, words: 2, voice: 3, noise: 4 } as const;

type Pose = ShapeFactors | PairFactors | MotionFactors;

function drawPoseOf(said: SaidFactors, level: Level, rest: () => number, random: Random): Pose {
  if (said.motion !== undefined) return drawMotionPose(said, rest, random);
  return level === 6 ? drawPairPose(said, rest, random) : drawPose(said, rest, random);
}

function drawSeen(
  pose: Pose,
  level: Level,
  size: number,
  random: Random,
): Pick<Example, 'image' | 'video'> {
  if (pose.motion !== undefined) return { video: drawMotion(pose as MotionFactors, size, random) };
  if (level === 6) return { image: drawPair(pose as PairFactors, size, random) };
  return { image: drawShape(pose, size, random) };
}

/** Both are drawn whatever is asked for, so that asking for one does not change the other. */
function drawWords(
  { language, wording }: ShapesOptions,
  random: Random,
): { language: Language; wording: Wording } {
  const drawnLanguage = languages[random.integer(languages.length)];
  const drawnWording = wordings[random.integer(wordings.length)];
  return { language: language ?? drawnLanguage, wording: wording ?? drawnWording };
}

const matches = (factors: SaidFactors, held: Partial<SaidFactors>): boolean =>
  Object.entries(held).every(([name, word]) => factors[name as keyof SaidFactors] === word);
