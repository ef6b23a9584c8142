import { count, duration, list, moment } from './format.ts';
import { type Html, html } from './html.ts';
import type { ReportData } from './reportData.ts';
import type { Section } from './section.ts';

/** What was run, where and how long: all that is needed to get the same numbers again. */
export const runFacts = ({ data, run, backend, settings }: ReportData): Section => ({
  id: 'run',
  title: 'This run',
  intro: 'What was run, where and for how long, and how to run it again.',
  body: html`
<div class="columns">
<div>
<h3>Facts</h3>
<table class="facts"><tbody>
${fact('Trained on', `${count(data.trainExamples)} examples from ${list(data.trainedOn)}`)}
${fact('Held out', `${count(data.heldOutExamples)} examples from ${data.heldOut}`)}
${fact('Training', `${count(run.steps)} steps in ${duration(run.trainSeconds)}`)}
${fact('Seed', String(run.seed))}
${fact('Machine', run.machine)}
${fact('Finished', html`<time datetime="${run.finishedAt}">${moment(run.finishedAt)}</time>`)}
${fact('Backend', `${backend.name}: ${backend.detail}`)}
${fact('Chosen because', reason(backend))}
</tbody></table>
</div>
<div>
<h3>Settings</h3>
<table class="facts"><tbody>
${Object.entries(settings).map(([name, value]) => fact(name, String(value)))}
</tbody></table>
</div>
</div>
<h3>To run it again</h3>
<pre tabindex="0"><code>${run.commands.join('\n')}</code></pre>`,
});

const fact = (name: string, value: string | Html): Html =>
  html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;

function reason({ passedOver }: ReportData['backend']): string | Html {
  if (passedOver.length === 0) return 'it was asked for first and can run here';
  return html`it is the first asked for that can run here. Passed over:
<ul>${passedOver.map(
    ({ name, reason, remedy }) => html`<li>${name}: ${reason} (${remedy})</li>`,
  )}</ul>`;
}
