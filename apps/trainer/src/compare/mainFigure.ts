import type { Modality } from '@xm/data';

/** The figure that stands for a direction of a generative model, the first of these that there is. */
const preferred = ['strict', 'wordsUnderstood', 'wholeCaption'];

/** @returns the one of `names` to show alone, undefined where there are none */
export function mainFigure(
  from: Modality,
  to: Modality,
  names: readonly string[],
): string | undefined {
  const wanted = from === 'speech' && to === 'text' ? ['wordErrorRate'] : [];
  return [...wanted, ...preferred].find((name) => names.includes(name)) ?? names[0];
}
