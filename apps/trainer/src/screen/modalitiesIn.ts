import type { Part } from '@xm/data';

/** The modalities that some example has, in the order in which they came. */
export const modalitiesIn = (combinations: Part['modalities']): string[] =>
  [...new Set(Object.keys(combinations).flatMap((names) => names.split('+')))].filter(
    (name) => name !== 'none',
  );
