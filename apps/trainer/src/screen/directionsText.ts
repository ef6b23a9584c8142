import {
  type DirectionFigures,
  type Figure,
  figureNames,
  titleOf,
} from '../evaluation/directionFigures.ts';
import { type TogetherFigures, togetherTitle } from '../evaluation/judgeTogether.ts';
import type { Likelihood } from '../evaluation/likelihoodOf.ts';

/** What is judged beside directions, where it can be. */
export interface Besides {
  readonly together?: readonly TogetherFigures[];
  readonly likelihood?: Likelihood;
}

/** Every direction and a row for each of its figures; last, what is made together, and how probable examples are. */
export const directionsText = (
  directions: readonly DirectionFigures[],
  { together = [], likelihood }: Besides = {},
): string =>
  [
    ...directions.map(table),
    ...together.map(togetherText),
    ...(likelihood ? [likelihoodText(likelihood)] : []),
  ].join('\n');

const likelihoodText = ({ nats, examples, samples }: Likelihood): string =>
  [
    `log-likelihood of all that an example holds (${examples} examples)`,
    `  ${`at least, of ${samples} draws`.padEnd(30)}${nats.toFixed(1).padStart(8)}  nats`,
  ].join('\n');

/** How well agrees what was made together. */
export const togetherText = (one: TogetherFigures): string =>
  [`${togetherTitle(one)} (${one.examples} examples)`, row('agree', one.agree)].join('\n');

const table = (direction: DirectionFigures): string =>
  [
    `${titleOf(direction)} (${direction.examples} examples)`,
    ...Object.entries(direction.figures).map(([name, figure]) =>
      row(figureNames[name] ?? name, figure),
    ),
  ].join('\n');

const row = (name: string, { value, chance, real }: Figure): string =>
  [
    `  ${name.padEnd(30)}${value.toFixed(3).padStart(8)}`,
    beside('chance', chance),
    beside('real', real),
  ]
    .join('')
    .trimEnd();

/** A figure to hold another against, or as much space. */
const beside = (name: string, value: number | undefined): string =>
  (value === undefined ? '' : `  ${name} ${value.toFixed(3)}`).padEnd(3 + name.length + 5);
