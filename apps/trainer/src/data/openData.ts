import {
  augmentPicture,
  type Dataset,
  dropWords,
  type Example,
  type Random,
  shapes,
} from '@xm/data';
import { emoji } from '@xm/data/node';
import type { Config } from '../config/schema.ts';

/** What a run learns from and what it is judged by. */
export interface RunData {
  readonly train: Dataset;
  readonly heldOut: Dataset;
  /** The held-out pictures as people should see them, in the same order. */
  displayed(): Promise<Dataset>;
  /** One sentence for the report. */
  readonly description: string;
  /** The key of the results in metrics.json: what makes the test a test. */
  readonly heldOutName: 'heldOutArtist' | 'heldOutPictures';
}

/** What the emoji sets have; models see less. */
const displaySize = 64;

/** @param size side of the pictures in pixels   @param from folder whose node_modules hold the data */
export async function openData(
  config: Config,
  size: number,
  from: string,
  signal?: AbortSignal,
): Promise<RunData> {
  const { data, seed } = config;
  if (data.source === 'shapes') {
    const { level, trainCount, testCount } = data;
    return {
      train: shapes({ level, seed, size, count: trainCount, split: 'train' }),
      heldOut: shapes({ level, seed, size, count: testCount, split: 'test' }),
      displayed: async () =>
        shapes({ level, seed, size: displaySize, count: testCount, split: 'test' }),
      description: `shapes, level ${level}: ${trainCount} pictures to learn from, ${testCount} others to be judged by`,
      heldOutName: 'heldOutPictures',
    };
  }
  const { trainArtists, heldOutArtist } = data;
  const read = (side: number) =>
    emoji({ trainArtists, heldOutArtist, size: side, from, ...(signal ? { signal } : {}) });
  const { train, heldOut } = await read(size);
  return {
    train,
    heldOut,
    displayed: async () => (await read(displaySize)).heldOut,
    description: `emoji: ${train.length} pictures by ${trainArtists.join(' and ')} to learn from, ${heldOut.length} by ${heldOutArtist}, never seen, to be judged by`,
    heldOutName: 'heldOutArtist',
  };
}

/** The random change of a training example that the config asks for. */
export function augmenter(
  config: Config['augmentation'],
): (example: Example, random: Random) => Example {
  const { dropWords: probability, scale, ...moves } = config;
  const changesPicture =
    Object.values(moves).some((amount) => amount !== 0) || scale.some((factor) => factor !== 1);
  return (example, random) => ({
    ...example,
    ...(example.image && changesPicture
      ? { image: augmentPicture(example.image, { ...moves, scale }, random) }
      : {}),
    ...(example.text !== undefined && probability > 0
      ? { text: dropWords(example.text, probability, random) }
      : {}),
  });
}
