import { directionTitle } from './directionTitle.ts';
import { count, percent } from './format.ts';
import { type Html, html } from './html.ts';
import type { DirectionRecall, Ranking, ReportData } from './reportData.ts';
import type { Section } from './section.ts';

const recalls = [
  ['Recall@1', 'recallAt1'],
  ['Recall@5', 'recallAt5'],
  ['Recall@10', 'recallAt10'],
] as const satisfies readonly (readonly [string, keyof Ranking])[];

/** Recall at 1, 5 and 10 and the median rank, in all directions, chance beside each. */
export function recallTable({ recall }: ReportData): Section {
  const directions = Object.entries(recall);
  const pairs = directions.flatMap((_, i) => (i % 2 === 0 ? [directions.slice(i, i + 2)] : []));
  return {
    id: 'recall',
    title: 'Recall',
    intro:
      'Each query looks for what belongs to it among all candidates, none of which the model has ' +
      'learned from. Recall@k is the share of queries with a right answer among the first k. Chance ' +
      'is the same figure when the order is drawn at random.',
    body: pairs.map(table),
  };
}

const table = (directions: readonly [string, DirectionRecall][]): Html => html`
<table class="recall">
<thead>
<tr><td></td>${directions.map(heading)}</tr>
<tr><td></td>${directions.map(
  () => html`<th scope="col">model</th><th scope="col" class="chance">chance</th>`,
)}</tr>
</thead>
<tbody>${recalls.map(
  ([name, key]) => html`
<tr><th scope="row">${name}</th>${directions.map(
    ([, { model, chance }]) => html`<td>${percent(model[key])}${bar(model[key])}</td>
<td class="chance">${percent(chance[key])}${bar(chance[key])}</td>`,
  )}</tr>`,
)}
<tr><th scope="row">Median rank</th>${directions.map(
  ([, { model, chance }]) => html`<td>${count(model.medianRank)}</td>
<td class="chance">${count(chance.medianRank)}</td>`,
)}</tr>
</tbody>
</table>`;

const heading = ([name, { queries, candidates }]: readonly [string, DirectionRecall]): Html =>
  html`<th scope="colgroup" colspan="2">${directionTitle(name)}
<small>${count(queries)} against ${count(candidates)}</small></th>`;

/** The figure above it once more, for the eye. */
const bar = (fraction: number): Html =>
  html`<span class="bar" style="--share: ${(100 * fraction).toFixed(2)}%"></span>`;
