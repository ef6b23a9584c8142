import { clipsOf, DataError, type Example, type Numbers, pixelsOf, random } from '@xm/data';
import { type JudgeConfig, seenBy, sideOf } from './judgeConfig.ts';
import { roughener, roughenRows } from './roughener.ts';

/** To about zero mean and unit deviation. */
export const normalisation = { mean: 0.5, deviation: 0.25 };

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

/** `judgedPixels` of examples, the first of which has the given index, each roughened in its own way. */
export function roughPixels(config: JudgeConfig) {
  const side = sideOf(config);
  const roughen = roughener({ width: side, height: side, channels: 3 }, config.seed);
  return (examples: readonly Example[], first: number): Numbers => {
    const pixels = judgedPixels(examples, config);
    roughenRows(pixels, examples.length, roughen, (row) => random(config.seed, first + row));
    return pixels;
  };
}
