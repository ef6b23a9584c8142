import { type Example, turnPeriods } from '@xm/data';
import { askedFactors } from './askedFactors.ts';
import { type Layout, poseLength, shapeNames } from './layout.ts';

/** What is right for a batch, row by row. */
export interface Targets {
  /** float32 [batch · layout.words], 1 at the right words */
  readonly words: Float32Array;
  /** float32 [batch · poseLength], the rotation in the place of the example's shape, x and y standardised */
  readonly pose: Float32Array;
  /** float32 [batch · poseLength], 1 where `pose` counts */
  readonly counts: Float32Array;
}

/** Takes an index of 0…31 to zero mean and unit deviation. */
const standard = (index: number): number => (index - 15.5) / 9.23;

/** @throws DataError when an example lacks a factor. */
export function targetsOf(examples: readonly Example[], layout: Layout): Targets {
  const words = new Float32Array(examples.length * layout.words);
  const pose = new Float32Array(examples.length * poseLength);
  const counts = new Float32Array(pose.length);
  examples.forEach((example, row) => {
    const asked = askedFactors(example, layout);
    for (const head of layout.heads) {
      words[row * layout.words + head.start + head.words.indexOf(asked[head.name])] = 1;
    }
    const { x, y, rotation } = example.factors as Readonly<Record<string, number>>;
    const shape = shapeNames.indexOf(asked.shape as (typeof shapeNames)[number]);
    const angle = (2 * Math.PI * rotation) / turnPeriods[shapeNames[shape]];
    const start = row * poseLength;
    const place = start + poseLength - 2;
    pose.set([Math.cos(angle), Math.sin(angle)], start + 2 * shape);
    pose.set([standard(x), standard(y)], place);
    counts.fill(1, start + 2 * shape, start + 2 * shape + 2);
    counts.fill(1, place, place + 2);
  });
  return { words, pose, counts };
}
