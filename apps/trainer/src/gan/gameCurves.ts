import type { Modality } from '@xm/data';
import { type GanTerms, termsIn } from '@xm/gan';
import { runningMean } from '../report/charts/runningMean.ts';
import { ticks } from '../report/charts/ticks.ts';
import { count, percent } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import type { LogLine } from '../run/log.ts';
import { words } from '../vae/vaeReport.ts';

// Units of the drawing; the page scales it. The margins hold the labels at their largest.
const width = 760;
const height = 260;
const plot = { left: 76, right: width - 32, top: 12, bottom: height - 64 };

/** Points of a line: more cannot be seen. */
const most = 400;

/** A game's terms, step by step. */
export interface GameLog {
  readonly name: string;
  readonly lines: readonly { readonly step: number; readonly terms: GanTerms }[];
}

/** The games of a run, one a modality, from the log of all. */
export const gamesIn = (names: readonly Modality[], log: readonly LogLine[]): GameLog[] =>
  names.map((name) => ({
    name: `Latents of ${words[name]}`,
    lines: log.map(({ step, terms }) => ({ step, terms: termsIn(terms, name) })),
  }));

/** How well the critic of each game tells real from made, step by step. */
export const gameCurves = (games: readonly GameLog[]): Section => ({
  id: 'games',
  title: 'The games',
  intro:
    'How many of the real ones the critic takes for real (solid), and of the made ones for made (dashed). A half of both ' +
    'is a critic that cannot tell them apart: what every generator wants. Means over a fiftieth of the steps.',
  body: games.map(chart),
});

function chart({ name, lines }: GameLog, game: number): Html {
  const last = lines.at(-1)?.step ?? 1;
  const [real, fake] = ['realAccuracy', 'fakeAccuracy'].map((term) =>
    runningMean(
      lines.map(({ terms }) => terms[term] ?? 0),
      Math.ceil(lines.length / 100),
    ),
  );
  const steps = ticks(last, 5);
  const x = (step: number): number =>
    round(plot.left + ((plot.right - plot.left) * step) / steps.at(-1)!);
  const y = (share: number): number => round(plot.bottom - (plot.bottom - plot.top) * share);
  const every = Math.ceil(lines.length / most);
  const line = (shares: readonly number[]): string =>
    `M${shares.flatMap((share, i) => (i % every === 0 ? [`${x(lines[i].step)},${y(share)}`] : [])).join('L')}`;
  const title = `game-${game}`;
  return html`
<h3>${name}</h3>
<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${title}">
<title id="${title}">At last the critic takes ${percent(real.at(-1) ?? 0)} of the real ones for real and ${percent(
    fake.at(-1) ?? 0,
  )} of the made ones for made.</title>
${steps.map(
  (step) => html`
<path class="tick" d="M${x(step)},${plot.bottom}v6"/>
<text x="${x(step)}" y="${plot.bottom + 26}" text-anchor="middle">${count(step)}</text>`,
)}
${[0, 0.5, 1].map(
  (share) => html`
<path class="grid" d="M${plot.left},${y(share)}H${plot.right}"/>
<text x="${plot.left - 8}" y="${y(share)}" dy="0.35em" text-anchor="end">${100 * share}%</text>`,
)}
<text class="axis" x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle">step</text>
<path class="smooth" d="${line(real)}"/>
<path class="smooth" stroke-dasharray="6 5" d="${line(fake)}"/>
</svg>`;
}

const round = (value: number): number => Math.round(10 * value) / 10;
