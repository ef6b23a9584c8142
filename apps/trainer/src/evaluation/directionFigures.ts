import type { Modality } from '@xm/data';
import { directionTitle } from '../report/directionTitle.ts';
import { directionName } from '../run/directionName.ts';

/** How well one modality becomes another, beside what dealing out the same answers at random would get. */
export interface DirectionFigures {
  readonly from: Modality;
  readonly to: Modality;
  readonly examples: number;
  /** By the names of the measures: `wholeCaption`, `wordErrorRate`, `strict`. */
  readonly figures: Readonly<Record<string, Figure>>;
}

/** Fractions in 0…1, but for Fréchet distances and how far outlines are off, which are at least 0. */
export interface Figure {
  readonly value: number;
  readonly chance?: number;
  /** What real ones get from the same judge: more cannot be told by it. */
  readonly real?: number;
}

/** `imageToText` as people read it. */
export const titleOf = ({ from, to }: Pick<DirectionFigures, 'from' | 'to'>): string =>
  directionTitle(directionName(from, to));

/** What the figures are called. */
export const figureNames: Readonly<Record<string, string>> = {
  wholeCaption: 'whole caption',
  wordErrorRate: 'word error rate',
  strict: 'all right',
  wordsUnderstood: 'words understood',
  coverageByCaption: 'coverage by caption',
  coverageOfAsMany: 'coverage of as many',
  frechet: 'Fréchet distance',
};

/** Figures by direction: `textToImage`, or as the data calls its modalities. */
export const byName = (
  directions: readonly DirectionFigures[],
  names: Partial<Readonly<Record<Modality, string>>> = {},
): Record<string, object> =>
  Object.fromEntries(
    directions.map(({ from, to, ...figures }) => [
      directionName(names[from] ?? from, names[to] ?? to),
      figures,
    ]),
  );
