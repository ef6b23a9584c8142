import type { BackendReport } from '@xm/tensor-ops';
import type { DirectionFigures } from '../evaluation/directionFigures.ts';
import type { TogetherFigures } from '../evaluation/judgeTogether.ts';
import type { Likelihood } from '../evaluation/likelihoodOf.ts';
import { duration } from '../loop/progressLine.ts';
import { directionsText } from '../screen/directionsText.ts';
import { useLine } from '../screen/useLine.ts';
import { wrap } from '../screen/wrap.ts';

/** What a finished run shows on a terminal; kept as `summary.json` for `xm show`. */
export interface VaeSummary {
  readonly method: 'vae';
  readonly data: string;
  readonly backend: BackendReport;
  readonly directions: readonly DirectionFigures[];
  /** Of what is made together; of data where this can be judged. */
  readonly together?: readonly TogetherFigures[];
  /** Of a method whose latents have a density. */
  readonly likelihood?: Likelihood;
  readonly seconds: number;
  /** Of fitting what draws latents. */
  readonly samplerSeconds: number;
  readonly steps: number;
}

/** How to use what was trained: the first direction that was judged, if any. */
export const translateCommands = (
  { directions }: Pick<VaeSummary, 'directions'>,
  path: string,
): string[] =>
  directions
    .slice(0, 1)
    .map(
      ({ from, to }) =>
        `npx xm translate --from ${from} --to ${to} --run ${path} --input FILE --out DIR`,
    );

/** All that a finished run has to say, at most 80 columns wide. */
export function vaeSummaryText(summary: VaeSummary, path: string): string {
  const { backend, directions, seconds, samplerSeconds, steps } = summary;
  return [
    wrap(`${summary.data}.`),
    directionsText(directions, summary),
    [
      `Trained ${steps} steps in ${duration(seconds)} and what draws in ${duration(samplerSeconds)} on`,
      `${backend.name} (${backend.detail}).`,
      `Report   ${path}/report.html`,
      ...translateCommands(summary, path).map(useLine),
    ].join('\n'),
  ].join('\n\n');
}
