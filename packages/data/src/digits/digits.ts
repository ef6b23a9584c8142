import { DataError } from '../dataError.ts';
import { type Dataset, type Description, dataset } from '../dataset.ts';
import { readSound } from '../node/readSound.ts';
import { random } from '../random/random.ts';
import { type SpokenDigit, spokenDigits } from './spokenDigits.ts';
import { type WrittenDigit, writtenDigits } from './writtenDigits.ts';

export interface DigitsOptions {
  /** Folder with the four files of MNIST, packed or not. */
  readonly written?: string;
  /** Folder of WAV files `{digit}_{speaker}_{index}.wav`; index 0 to 4 is the test split. */
  readonly spoken?: string;
  /** Whose recordings are for testing, and nobody else's: then voices do not leak. */
  readonly heldOutSpeakers?: readonly string[];
  /** Which recording goes with which picture. 1 unless told otherwise. */
  readonly seed?: number;
}

export interface Digits {
  readonly train: Dataset;
  readonly test: Dataset;
}

export const digitWords: readonly string[] =
  'zero one two three four five six seven eight nine'.split(' ');

/**
 * Digits written and spoken by people. An example has an image, a recording of the same digit drawn with
 * the seed from the same split, its word as text, and factors `digit` and `speaker`.
 *
 * There is one for each picture; without `written`, one for each recording, and no image. Without
 * `spoken` there is no speech. Recordings are read when asked for.
 *
 * @throws DataError when neither folder is given, or a file is missing or damaged.
 */
export async function digits(options: DigitsOptions): Promise<Digits> {
  const { written, spoken, heldOutSpeakers = [], seed = 1 } = options;
  if (written === undefined && spoken === undefined) {
    throw new DataError(
      "digits: give at least one of the folders 'written' (MNIST) and 'spoken' (WAV files).",
    );
  }
  const recordings = spoken === undefined ? undefined : await spokenDigits(spoken, heldOutSpeakers);
  const of = async (split: 'train' | 'test', stream: number): Promise<Dataset> => {
    const sounds = recordings?.[split];
    if (written === undefined) return soundsAlone(sounds!, split);
    const pictures = await writtenDigits(written, split);
    return sounds === undefined
      ? paired(pictures, undefined, split)
      : paired(pictures, partners(pictures, sounds, spoken!, seed, stream), split);
  };
  return { train: await of('train', 0), test: await of('test', 1) };
}

/** Recordings as examples, their ids under a name. */
export function soundsAlone(sounds: readonly SpokenDigit[], name: string): Dataset {
  const about = (i: number): Description => ({
    id: `${name}/${i}`,
    text: digitWords[sounds[i].digit],
    factors: { digit: sounds[i].digit, speaker: sounds[i].speaker },
  });
  return dataset(
    sounds.length,
    async (i) => ({ ...about(i), speech: await readSound(sounds[i].path) }),
    async (i) => about(i),
  );
}

/** Pictures as examples, each with a recording where there are any, their ids under a name. */
export function paired(
  pictures: readonly WrittenDigit[],
  sounds: readonly SpokenDigit[] | undefined,
  name: string,
): Dataset {
  const about = (i: number): Description => {
    const { digit } = pictures[i];
    const sound = sounds?.[i];
    return {
      id: `${name}/${i}`,
      text: digitWords[digit],
      factors: { digit, ...(sound ? { speaker: sound.speaker } : {}) },
    };
  };
  return dataset(
    pictures.length,
    async (i) => ({
      ...about(i),
      image: pictures[i].image,
      ...(sounds ? { speech: await readSound(sounds[i].path) } : {}),
    }),
    async (i) => about(i),
  );
}

/** For each picture a recording of the same digit. */
function partners(
  pictures: readonly WrittenDigit[],
  sounds: readonly SpokenDigit[],
  folder: string,
  seed: number,
  stream: number,
): SpokenDigit[] {
  const byDigit = digitWords.map((_, digit) => sounds.filter((sound) => sound.digit === digit));
  return pictures.map(({ digit }, i) => {
    const candidates = byDigit[digit];
    if (candidates.length === 0) {
      throw new DataError(
        `${folder}: each split must have a recording of each written digit, one has none of ${digit}.`,
      );
    }
    return candidates[random(seed, stream, i).integer(candidates.length)];
  });
}
