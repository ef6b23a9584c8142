import { clipsOf, DataError, type Example, type Numbers, pixelsOf } from '@xm/data';
import { type JudgeConfig, seenBy, sideOf } from './judgeConfig.ts';

/** To about zero mean and unit deviation. */
const normalisation = { mean: 0.5, deviation: 0.25 };

/**
 * What a judge's network takes in: float32 [count, size, size, 3] of pictures, [count, time, size, size, 3] of
 * videos, each brought to the size and the frames of the judge.
 *
 * @throws DataError when an example lacks what the judge looks at.
 */
export function judgedPixels(examples: readonly Example[], config: JudgeConfig): Numbers {
  const seen = seenBy(config);
  const blind = examples.find((example) => example[seen] === undefined);
  if (blind) {
    const what = seen === 'image' ? 'picture' : 'video';
    throw new DataError(
      `judge: example '${blind.id}' must have a ${what}. Filter such examples out first.`,
    );
  }
  const { encoder } = config;
  const size = sideOf(config);
  return encoder.kind === 'frames'
    ? clipsOf(examples, { time: encoder.time, size }, normalisation)
    : pixelsOf(examples, size, normalisation);
}
