import type { Example, Translator } from '@xm/data';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { count, duration } from '../report/format.ts';
import { html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { generativeReport } from '../vae/vaeReport.ts';
import { translateCommands } from '../vae/vaeSummary.ts';
import { type GameLog, gameCurves } from './gameCurves.ts';
import { type GanSummary, remarksOf } from './ganSummary.ts';
import type { PhaseName } from './trainGan.ts';

export interface GanReportInput {
  readonly run: RunFolder;
  readonly config: ConfigOf<'gan'>;
  readonly data: RunData;
  readonly summary: GanSummary;
  readonly translator: Translator;
  readonly heldOut: readonly Example[];
  readonly games: readonly GameLog[];
}

/** The report of an adversarial run as one HTML page that stands alone: no request, no script. */
export const ganReport = (input: GanReportInput): Promise<string> =>
  generativeReport(input, {
    kind: 'Generators',
    closing: [gameCurves(input.games), facts(input)],
  });

const phaseTitles: Record<PhaseName, string> = {
  variational: 'The variational model',
  latents: 'The games for latents',
};

const facts = ({ config, summary, run }: GanReportInput): Section => {
  const remarks = remarksOf(summary);
  return {
    id: 'run',
    title: 'This run',
    intro: 'What was run, and how to run it again.',
    body: html`<table class="facts"><tbody>
${summary.phases.map(
  ({ name, steps, seconds }) =>
    html`<tr><th scope="row">${phaseTitles[name]}</th><td>${count(steps)} steps in ${duration(seconds)}</td></tr>`,
)}
<tr><th scope="row">Their health</th><td>${remarks.length > 0 ? remarks.join('; ') : 'nothing noticed'}</td></tr>
<tr><th scope="row">Seed</th><td>${count(config.seed)}</td></tr>
<tr><th scope="row">Backend</th><td>${summary.backend.name}: ${summary.backend.detail}</td></tr>
</tbody></table>
<pre tabindex="0"><code>${[
      `npx xm train --config ${run.config} --seed ${config.seed} --out runs/again`,
      ...translateCommands(summary, run.path),
    ].join('\n')}</code></pre>`,
  };
};
