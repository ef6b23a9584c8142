import { type DirectionFigures, figureNames, titleOf } from '../evaluation/directionFigures.ts';

/** Every direction and a row for each of its figures. */
export const directionsText = (directions: readonly DirectionFigures[]): string =>
  directions.map(table).join('\n');

const table = (direction: DirectionFigures): string =>
  [
    `${titleOf(direction)} (${direction.examples} examples)`,
    ...Object.entries(direction.figures).map(([name, { value, chance, real }]) =>
      [
        `  ${(figureNames[name] ?? name).padEnd(30)}${value.toFixed(3).padStart(8)}`,
        beside('chance', chance),
        beside('real', real),
      ]
        .join('')
        .trimEnd(),
    ),
  ].join('\n');

/** A figure to hold another against, or as much space. */
const beside = (name: string, value: number | undefined): string =>
  (value === undefined ? '' : `  ${name} ${value.toFixed(3)}`).padEnd(3 + name.length + 5);
