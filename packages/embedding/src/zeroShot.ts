import type { Dataset, Example, Modality } from '@xm/data';
import type { Params } from '@xm/tensor-ops';
import { embed, type Vectors } from './embed.ts';
import type { JointSpace } from './jointSpace.ts';
import { type Scores, similarities } from './similarities.ts';

/**
 * Scores of every picture, sound or video for every class that words alone describe.
 *
 * A class's vector is the mean of its prompts' unit vectors, of unit length again.
 * @param prompts for each class one or more texts: `{ apple: ['red apple', 'apple fruit'] }`
 * @param from what is classified: 'image' unless told otherwise
 * @returns scores [examples, classes], classes in the order of `prompts`
 * @see Radford et al. 2021, section 3.1.4
 */
export async function zeroShot(
  space: JointSpace,
  params: Params,
  examples: Dataset | readonly Example[],
  prompts: Record<string, readonly string[]>,
  from: Modality = 'image',
): Promise<Scores> {
  const texts = Object.entries(prompts).flatMap(([label, some]) =>
    some.map((text, i) => ({ id: `${label}/${i}`, text })),
  );
  const each = await embed(space, params, 'text', texts);
  const classes = meanVectors(
    each,
    Object.values(prompts).map((some) => some.length),
  );
  return similarities(await embed(space, params, from, examples), classes);
}

/** Unit-length means of consecutive groups of vectors. */
function meanVectors({ values, dim }: Vectors, groupSizes: readonly number[]): Vectors {
  const means = new Float32Array(groupSizes.length * dim);
  let row = 0;
  groupSizes.forEach((size, group) => {
    const mean = means.subarray(group * dim, (group + 1) * dim);
    for (let i = 0; i < size; i++, row++) {
      for (let d = 0; d < dim; d++) mean[d] += values[row * dim + d];
    }
    const length = Math.hypot(...mean) || 1;
    for (let d = 0; d < dim; d++) mean[d] /= length;
  });
  return { values: means, count: groupSizes.length, dim };
}
