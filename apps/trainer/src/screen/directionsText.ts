import {
  type DirectionFigures,
  type Figure,
  figureNames,
  titleOf,
} from '../evaluation/directionFigures.ts';
import type { JointFigures } from '../evaluation/judgeJoint.ts';
import { sideTitle } from '../report/directionTitle.ts';

/** Every direction and a row for each of its figures; last, what is made from nothing, where it was judged. */
export const directionsText = (
  directions: readonly DirectionFigures[],
  joint?: JointFigures,
): string => [...directions.map(table), ...(joint ? [jointText(joint)] : [])].join('\n');

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
