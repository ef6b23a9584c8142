import { type Direction, type Example, type Modality, modalities, type Translator } from '@xm/data';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import {
  type DirectionFigures,
  type Figure,
  figureNames,
  titleOf,
} from '../evaluation/directionFigures.ts';
import { inputsOf } from '../evaluation/judged.ts';
import { type TogetherFigures, togetherTitle } from '../evaluation/judgeTogether.ts';
import type { Likelihood } from '../evaluation/likelihoodOf.ts';
import { lossChart } from '../report/charts/lossChart.ts';
import { count, duration, list, percent } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import { page } from '../report/page.ts';
import { pictureUri } from '../report/pictureUri.ts';
import type { Section } from '../report/section.ts';
import type { LogLine } from '../run/log.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { caption } from '../sheet/card.ts';
import { media } from '../sheet/media.ts';
import { sheetStyle } from '../sheet/sheetStyle.ts';
import { translateCommands, type VaeSummary } from './vaeSummary.ts';

export interface VaeReportInput {
  readonly run: RunFolder;
  readonly config: ConfigOf<'vae'>;
  readonly data: RunData;
  readonly summary: VaeSummary;
  readonly translator: Translator;
  readonly heldOut: readonly Example[];
  readonly log: readonly LogLine[];
}

/** Inputs shown of each direction: more where pictures are painted, which take little room. */
const shown = 5;
const shownPainted = 10;
/** Pictures painted of each. */
const painted = 8;

/** The report of a variational run as one HTML page that stands alone: no request, no script. */
export const vaeReport = (input: VaeReportInput): Promise<string> =>
  generativeReport(input, { kind: 'A variational model', closing: [loss(input), facts(input)] });

/** What is known of any run that makes something. */
export interface GenerativeInput extends Pick<VaeReportInput, 'data' | 'translator' | 'heldOut'> {
  readonly summary: Pick<VaeSummary, 'directions' | 'together' | 'likelihood'>;
}

/** The figures of a run, what it makes in all directions, and what is to be said of its method at last. */
export async function generativeReport(
  input: GenerativeInput,
  { kind, closing }: { readonly kind: string; readonly closing: readonly Section[] },
): Promise<string> {
  const { data, summary, translator } = input;
  const made = modalities.filter((one) => translator.directions.some(({ to }) => to === one));
  const sections = [figures(summary)];
  for (const { from, to } of translator.directions.toSorted((a, b) => rank(a) - rank(b))) {
    const section = await translated(input, from, to);
    if (section) sections.push(section);
  }
  return page({
    kind: 'XM training report',
    title: `${kind} of ${list(made.map((one) => words[one]))}`,
    summary: html`<p class="summary">Trained on ${count(data.train.length)} examples: ${data.description}.</p>`,
    sections: [...sections, ...closing],
    footer: data.facts.credits,
    ownStyle: sheetStyle + ownStyle,
  });
}

/** What people look for first stands first: pictures painted from words, words for pictures, other pictures. */
const rank = ({ from, to }: Direction): number =>
  from === 'text' && to === 'image'
    ? 0
    : from === 'image' && to === 'text'
      ? 1
      : to === 'image'
        ? 2
        : 3;

/** What people call them. */
export const words: Record<Modality, string> = {
  image: 'pictures',
  text: 'words',
  speech: 'speech',
  video: 'videos',
};

const figures = ({
  directions,
  together = [],
  likelihood,
}: GenerativeInput['summary']): Section => ({
  id: 'figures',
  title: 'How often it is right',
  intro:
    'On examples that it never learned from. Beside each figure what the same answers would get, dealt out at ' +
    'random, and what real ones get. What is made is right when a judge, which learned from real ones, finds all in it ' +
    'that was asked for; a word is understood when a judge, trained on other voices, hears it.',
  body: html`<div class="wide"><table class="facts"><tbody>${directions.map(rows)}${together.map(togetherRows)}${likelihood ? likelihoodRows(likelihood) : ''}</tbody></table></div>`,
});

const rows = (direction: DirectionFigures): Html => html`
<tr><th scope="rowgroup" colspan="4">${titleOf(direction)}, ${count(direction.examples)} examples</th></tr>
${Object.entries(direction.figures).map(([name, figure]) => row(name, figure))}`;

const togetherRows = (one: TogetherFigures): Html => html`
<tr><th scope="rowgroup" colspan="4">${togetherTitle(one)}, ${count(one.examples)} examples</th></tr>
${row('agree', one.agree)}`;

const likelihoodRows = ({ nats, examples, samples }: Likelihood): Html => html`
<tr><th scope="rowgroup" colspan="4">log-likelihood of all that an example holds, ${count(examples)} examples</th></tr>
<tr><td>at least, of ${count(samples)} draws</td><td><strong>${count(nats)} nats</strong></td><td></td><td></td></tr>`;

const row = (name: string, { value, chance, real }: Figure): Html => html`
<tr><td>${figureNames[name] ?? name}</td><td><strong>${shownAs(name, value)}</strong></td><td>${
  chance === undefined ? '' : `chance ${percent(chance)}`
}</td><td>${real === undefined ? '' : `real ones ${shownAs(name, real)}`}</td></tr>`;

const shownAs = (name: string, value: number): string =>
  name.startsWith('frechet') ? count(value) : percent(value);

async function translated(
  { translator, heldOut }: GenerativeInput,
  from: Modality,
  to: Modality,
): Promise<Section | undefined> {
  const inputs = differing(inputsOf(heldOut, { from, to })).slice(
    0,
    to === 'image' ? shownPainted : shown,
  );
  if (inputs.length === 0) return undefined;
  const samples = to === 'image' ? painted : 1;
  const outputs = await translator.translate(from, to, inputs, { samples });
  return {
    id: `${from}-${to}`,
    title: titleOf({ from, to }),
    intro:
      'Held-out examples with different captions, the first there are, and what became of them. Nothing is chosen.',
    body: html`<ul class="translations">${inputs.map(
      (input, i) => html`
<li><div class="given">${side(input, from)}</div><div class="made">${outputs[i].map((one) => made(one, to))}</div></li>`,
    )}</ul>`,
  };
}

/** One example a caption. */
const differing = (examples: readonly Example[]): Example[] =>
  [...new Map(examples.toReversed().map((example) => [example.text, example])).values()].reverse();

/** What is given, and the caption that goes with it. */
const side = (example: Example, modality: Modality): Html =>
  modality === 'text'
    ? caption(example)
    : html`${media(only(example, modality))}${caption(example)}`;

const made = (example: Example, to: Modality): Html => {
  if (to === 'text') return caption(example);
  if (to === 'image' && example.image) {
    return html`<img class="small" src="${pictureUri(example.image)}" alt="made" width="72" height="72">`;
  }
  return media(only(example, to));
};

const only = (example: Example, modality: Modality): Example =>
  ({ id: example.id, [modality]: example[modality] }) as Example;

function loss({ log }: VaeReportInput): Section {
  const { chart, averaged } = lossChart(log.map(({ step, loss }) => ({ step, nats: loss })));
  return {
    id: 'loss',
    title: 'Loss',
    intro:
      'Nats for each example: how surprised the model is by what it is to make, and what its latents cost. The ' +
      'surprise at pixels is one at a density, which may be below zero. Thin: every step. Thick: the mean of ' +
      `${averaged} in a row.`,
    body: chart,
  };
}

const facts = ({ config, summary, run, log }: VaeReportInput): Section => ({
  id: 'run',
  title: 'This run',
  intro: 'What was run, and how to run it again.',
  body: html`<table class="facts"><tbody>
<tr><th scope="row">Training</th><td>${count(summary.steps)} steps in ${duration(summary.seconds)}, samplers in ${duration(summary.samplerSeconds)}</td></tr>
<tr><th scope="row">Last loss</th><td>${count(log.at(-1)?.loss ?? 0)} nats</td></tr>
<tr><th scope="row">Seed</th><td>${count(config.seed)}</td></tr>
<tr><th scope="row">Backend</th><td>${summary.backend.name}: ${summary.backend.detail}</td></tr>
</tbody></table>
<pre tabindex="0"><code>${[
    `npx xm train --config ${run.config} --seed ${config.seed} --out runs/again`,
    ...translateCommands(summary, run.path),
  ].join('\n')}</code></pre>`,
});

const ownStyle = `
.translations { display: grid; gap: 1rem; }
.translations > li { display: grid; grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr); gap: 1rem; align-items: center; padding: 0.8rem; background: var(--panel); border-radius: 0.8rem; }
.given figure, .made figure { margin: 0; }
.given img { max-width: 8rem; height: auto; }
.translations .film, .translations .heard { width: 16rem; max-width: 100%; }
.translations .film img, .translations .heard img { width: 100%; max-width: none; }
.translations .film img { height: auto; image-rendering: pixelated; }
.translations figcaption { color: var(--quiet); font-size: 0.75rem; }
.given audio, .made audio { max-width: 100%; }
.made { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.made .small { image-rendering: pixelated; padding: 0; border: 0; background: none; }
@media (max-width: 40rem) { .translations > li { grid-template-columns: minmax(0, 1fr); } }
`;
