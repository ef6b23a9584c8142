import type { Numbers } from './numbers.ts';

/** Where the rows of a modality belong that some examples of a batch lack. */
export interface GapNumbers {
  /** [batch, 1]: 1 for the examples that have it */
  readonly present: Numbers;
  /** [batch, rows]: 1 where that row is of that example; its columns sum to 1 */
  readonly places: Numbers;
}

/** @param has for each example of a batch, whether it has the modality */
export function gapsOf(has: readonly boolean[]): GapNumbers {
  const rows = has.filter(Boolean).length;
  const places = new Float32Array(has.length * rows);
  let row = 0;
  has.forEach((it, i) => {
    if (it) places[i * rows + row++] = 1;
  });
  return {
    present: { values: Float32Array.from(has, Number), shape: [has.length, 1] },
    places: { values: places, shape: [has.length, rows] },
  };
}
