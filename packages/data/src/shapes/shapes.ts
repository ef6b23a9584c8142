import { addNoise } from '../augment/addNoise.ts';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { checkSides } from '../pictures/picture.ts';
import { type Random, random } from '../random/random.ts';
import type { Speak } from '../speech/speak.ts';
import { checkOptions } from './checkOptions.ts';
import { drawMotion } from './drawMotion.ts';
import { drawPair, drawShape } from './drawShape.ts';
import { captionOf, combinations, type Level, type SaidFactors } from './factors.ts';
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
  return dataset(count, async (index) => {
    const name = [seed, level, splits.indexOf(split), index] as const;
    const stream = random(...name, ...(motion ? [streams.motion] : []));
    const further = (purpose: number): Random => random(...name, Number(motion), purpose);
    const said = drawn[stream.integer(drawn.length)];
    const rest = (): number => (isTraining ? 1 + stream.integer(4) : 0);
    const { factors, ...seen } = drawSeen(said, level, size, rest, stream);
    const words = level === 6 ? drawWords(options, further(streams.words)) : undefined;
    const text = captionOf(said, level, words);
    const example = {
      id: `shapes-${level}${motion ? '-motion' : ''}/${split}/${index}`,
      ...seen,
      text,
      factors: { ...factors, ...words },
    };
    if (options.speak === undefined) return example;
    const voice = drawVoice(words?.language ?? 'en', isTraining, further(streams.voice));
    const clean = await spoken(options.speak, text, voice);
    const { speechNoise: snr } = options;
    const speech = snr === undefined ? clean : addNoise(clean, { snr }, further(streams.noise));
    return { ...example, speech, factors: { ...example.factors, ...voice } };
  });
}

const splits: readonly ShapesSplit[] = ['train', 'test', 'heldOut'];

/** Names of streams, so that what one thing draws does not change another. */
const streams = { motion: 1, words: 2, voice: 3, noise: 4 } as const;

function drawSeen(
  said: SaidFactors,
  level: Level,
  size: number,
  rest: () => number,
  random: Random,
): Pick<Example, 'image' | 'video' | 'factors'> {
  if (said.motion !== undefined) {
    const factors = drawMotionPose(said, rest, random);
    return { video: drawMotion(factors, size, random), factors };
  }
  if (level === 6) {
    const factors = drawPairPose(said, rest, random);
    return { image: drawPair(factors, size, random), factors };
  }
  const factors = drawPose(said, rest, random);
  return { image: drawShape(factors, size, random), factors };
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
