import type { BackendReport } from '@xm/tensor-ops';
import { duration } from '../loop/progressLine.ts';
import { directionTitle } from '../report/directionTitle.ts';
import { directionName } from '../run/directionName.ts';
import { wrap } from '../screen/wrap.ts';
import type { DirectionFigures } from './evaluateVae.ts';

/** What a finished run shows on a terminal; kept as `summary.json` for `xm show`. */
export interface VaeSummary {
  readonly method: 'vae';
  readonly data: string;
  readonly backend: BackendReport;
  readonly directions: readonly DirectionFigures[];
  readonly seconds: number;
  /** Of fitting what draws latents. */
  readonly samplerSeconds: number;
  readonly steps: number;
}

/** `imageToText` as people read it. */
export const titleOf = ({ from, to }: Pick<DirectionFigures, 'from' | 'to'>): string =>
  directionTitle(directionName(from, to));

/** What the figures are called. */
export const figureNames: Readonly<Record<string, string>> = {
  wholeCaption: 'whole caption',
  wordErrorRate: 'word error rate',
  strict: 'all right',
  coverageOfReal: 'coverage of real ones',
  coverageByCaption: 'coverage by caption',
  frechet: 'Fréchet distance',
  frechetOfReal: 'Fréchet distance of real ones',
};

/** All that a finished run has to say, at most 80 columns wide. */
export function vaeSummaryText(summary: VaeSummary, path: string): string {
  const { backend, directions, seconds, samplerSeconds, steps } = summary;
  const [can] = directions;
  return [
    wrap(`${summary.data}.`),
    directionsText(directions),
    [
      `Trained ${steps} steps in ${duration(seconds)} and what draws in ${duration(samplerSeconds)} on`,
      `${backend.name} (${backend.detail}).`,
      `Report   ${path}/report.html`,
      ...(can
        ? [
            `Use      npx xm translate --from ${can.from} --to ${can.to} --run ${path} --input FILE --out DIR`,
          ]
        : []),
    ].join('\n'),
  ].join('\n\n');
}

/** Every direction and a row for each of its figures. */
export const directionsText = (directions: readonly DirectionFigures[]): string =>
  directions.map(table).join('\n');

const table = (direction: DirectionFigures): string =>
  [
    `${titleOf(direction)} (${direction.examples} examples)`,
    ...Object.entries(direction.figures).map(([name, { value, chance }]) => {
      const beside = chance === undefined ? '' : `  chance ${chance.toFixed(3)}`;
      return `  ${(figureNames[name] ?? name).padEnd(30)}${value.toFixed(3).padStart(8)}${beside}`;
    }),
  ].join('\n');
