import type { Inspection, Spread } from '@xm/data';
import { count, spreadText, times } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import { modalitiesIn } from '../screen/modalitiesIn.ts';
import { histogram } from './histogram.ts';
import { shortened } from './shortened.ts';

const rowsShown = 8;

/** What there is, in numbers: modalities by split, and how everything that was measured is spread. */
export function figures(found: Inspection): Section {
  const numbers = Object.entries(found.factors).flatMap(([name, values]) => {
    const spread = spreadOf(values);
    return spread ? [{ name, spread }] : [];
  });
  const fewSizes = Object.keys(found.pictureSizes).length <= rowsShown;
  const isNumber = new Set(numbers.map(({ name }) => name));
  return {
    id: 'figures',
    title: 'In numbers',
    intro:
      'Every example was read once. The height of a bar is the number of examples; the axis goes from the ' +
      'least to the most there is.',
    body: html`
${partsTable(found)}
<div class="figures">
${fewSizes ? nothing : spreadFigure('Picture width', found.pictureWidths, 'pixels')}
${fewSizes ? nothing : spreadFigure('Picture height', found.pictureHeights, 'pixels')}
${countsFigure('Picture size', found.pictureSizes)}
${spreadFigure('Length of sounds', found.durations, 'seconds')}
${countsFigure('Sample rate', found.sampleRates)}
${spreadFigure('Frames of videos', found.videoFrames, 'frames')}
${spreadFigure('Length of videos', found.videoDurations, 'seconds')}
${spreadFigure('Words of a caption', found.textWords, 'words')}
${spreadFigure('Captions of an example', found.textsOfOne, 'captions')}
${spreadFigure('Length of captions', found.textCharacters, 'characters')}
${Object.entries(found.factors)
  .filter(([name]) => !isNumber.has(name))
  .map(([name, values]) => countsFigure(shortened(name, 40), values))}
${numbers.map(({ name, spread }) => spreadFigure(shortened(name, 40), spread, ''))}
</div>`,
  };
}

function partsTable({ splits, ...whole }: Inspection): Html {
  const there = modalitiesIn(whole.modalities);
  const parts = [...Object.entries(splits), ['all', whole] as const];
  return html`
<div class="wide"><table class="parts">
<thead><tr><td></td><th scope="col">examples</th>${there.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${parts.map(
    ([name, { examples, missing }]) => html`
<tr><th scope="row"><bdi>${shortened(name, 60)}</bdi></th><td>${count(examples)}</td>${there.map(
      (one) => html`<td>${count(examples - (missing[one] ?? 0))}</td>`,
    )}</tr>`,
  )}
</tbody></table></div>`;
}

const nothing = html``;

function spreadFigure(title: string, spread: Spread | undefined, unit: string): Html {
  if (spread === undefined) return nothing;
  return html`
<div class="figure"><h3>${title}</h3><p>${spreadText(spread)} ${unit}</p>
${spread.least === spread.most ? nothing : histogram(spread, unit)}</div>`;
}

/** The most frequent values with a bar each. */
function countsFigure(title: string, counts: Readonly<Record<string, number>>): Html {
  const { '(others)': others = 0, ...named } = counts;
  const rows = Object.entries(named).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return nothing;
  const largest = rows[0][1];
  const shown = rows.slice(0, rowsShown);
  const rest = rows.slice(rowsShown).reduce((sum, [, many]) => sum + many, others);
  const more = others > 0 ? 'More than 100 values' : `${count(rows.length - rowsShown)} more`;
  return html`
<div class="figure"><h3 dir="auto">${title}</h3>
<ul class="counts">${shown.map(
    ([name, many]) => html`
<li><span dir="auto">${shortened(name, 60)}</span> <span>${count(many)}</span>
<span class="bar" style="--share: ${((100 * many) / largest).toFixed(1)}%"></span></li>`,
  )}</ul>
${rest > 0 ? html`<p>${more}: ${times(rest, 'example')}</p>` : nothing}</div>`;
}

/** Values of a factor that are all numbers, more of them than can be listed. */
function spreadOf(values: Readonly<Record<string, number>>): Spread | undefined {
  const counts = Object.entries(values)
    .map(([value, many]) => [Number(value), many] as const)
    .sort(([a], [b]) => a - b);
  if (counts.length <= rowsShown || !counts.every(([value]) => value >= 0)) return undefined;
  const all = counts.reduce((sum, [, many]) => sum + many, 0);
  const mean = counts.reduce((sum, [value, many]) => sum + value * many, 0) / all;
  return { least: counts[0][0], mean, most: counts.at(-1)![0], counts };
}
