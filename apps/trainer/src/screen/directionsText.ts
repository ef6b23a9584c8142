import {
  type DirectionFigures,
  type Figure,
  figureNames,
  titleOf,
} from '../evaluation/directionFigures.ts';
import type { JointFigures } from '../evaluation/judgeJoint.ts';
import type { Likelihood } from '../evaluation/likelihoodOf.ts';
import { sideTitle } from '../report/directionTitle.ts';

/** What is judged beside directions, where it can be. */
export interface Besides {
  readonly joint?: JointFigures;
  readonly likelihood?: Likelihood;
}

/** Every direction and a row for each of its figures; last, what is made from nothing, and how probable examples are. */
export const directionsText = (
  directions: readonly DirectionFigures[],
  { joint, likelihood }: Besides = {},
): string =>
  [
    ...directions.map(table),
    ...(joint ? [jointText(joint)] : []),
    ...(likelihood ? [likelihoodText(likelihood)] : []),
  ].join('\n');

const likelihoodText = ({ nats, examples, samples }: Likelihood): string =>
  [
    `log-likelihood of all that an example holds (${examples} examples)`,
    `  ${`at least, of ${samples} draws`.padEnd(30)}${nats.toFixed(1).padStart(8)}  nats`,
  ].join('\n');

/** How well agrees what was made from nothing. */
export const jointText = ({ modalities, examples, agree }: JointFigures): string =>
  [
    `from nothing, ${modalities.map(sideTitle).join(' and ')} (${examples} examples)`,
    row('agree', agree),
  ].join('\n');

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
