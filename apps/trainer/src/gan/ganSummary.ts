import type { BackendReport } from '@xm/tensor-ops';
import type { DirectionFigures } from '../evaluation/directionFigures.ts';
import { duration } from '../loop/progressLine.ts';
import { directionsText } from '../screen/directionsText.ts';
import { useLine } from '../screen/useLine.ts';
import { wrap } from '../screen/wrap.ts';
import { translateCommands } from '../vae/vaeSummary.ts';
import type { GanTrained } from './trainGan.ts';

/** What a finished run shows on a terminal; kept as `summary.json` for `xm show`. */
export interface GanSummary extends Pick<GanTrained, 'phases' | 'health'> {
  readonly method: 'gan';
  readonly data: string;
  readonly backend: BackendReport;
  readonly directions: readonly DirectionFigures[];
}

/** What is wrong with the games, a line each. */
export const remarksOf = ({ health }: Pick<GanSummary, 'health'>): string[] =>
  Object.entries(health).flatMap(([name, { verdict, detail }]) =>
    verdict === 'fine' ? [] : [`${name}: ${verdict}: ${detail}`],
  );

/** All that a finished run has to say, at most 80 columns wide. */
export function ganSummaryText(summary: GanSummary, path: string): string {
  const { backend, directions, phases } = summary;
  return [
    wrap(`${summary.data}.`),
    directionsText(directions),
    ...remarksOf(summary).map((remark) => wrap(remark)),
    [
      `Trained on ${backend.name} (${backend.detail}):`,
      ...phases.map(
        ({ name, steps, seconds }) => `${name.padEnd(13)}${steps} steps in ${duration(seconds)}`,
      ),
      `Report   ${path}/report.html`,
      ...translateCommands(summary, path).map(useLine),
    ].join('\n'),
  ].join('\n\n');
}
