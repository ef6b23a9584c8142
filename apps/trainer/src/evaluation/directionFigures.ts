import type { Modality } from '@xm/data';
import { directionTitle } from '../report/directionTitle.ts';
import { directionName } from '../run/directionName.ts';

/** How well one modality becomes another, beside what dealing out the same answers at random would get. */
export interface DirectionFigures {
  readonly from: Modality;
  readonly to: Modality;
  readonly examples: number;
  /** By the names of the measures: `wholeCaption`, `wordErrorRate`, `strict`; in 0…1. */
  readonly figures: Readonly<Record<string, { readonly value: number; readonly chance?: number }>>;
}

/** `imageToText` as people read it. */
export const titleOf = ({ from, to }: Pick<DirectionFigures, 'from' | 'to'>): string =>
  directionTitle(directionName(from, to));

/** What the figures are called. */
export const figureNames: Readonly<Record<string, string>> = {
  wholeCaption: 'whole caption',
  wordErrorRate: 'word error rate',
  strict: 'all right',
  judge: 'the judge, of real ones',
  coverageOfReal: 'coverage of real ones',
  coverageByCaption: 'coverage by caption',
  frechet: 'Fréchet distance',
  frechetOfReal: 'Fréchet distance of real ones',
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
