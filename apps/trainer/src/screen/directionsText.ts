import { type DirectionFigures, figureNames, titleOf } from '../evaluation/directionFigures.ts';

/** Every direction and a row for each of its figures. */
export const directionsText = (directions: readonly DirectionFigures[]): string =>
  directions.map(table).join('\n');

const table = (direction: DirectionFigures): string =>
  [
    `${titleOf(direction)} (${direction.examples} examples)`,
    ...Object.entries(direction.figures).map(([name, { value, chance }]) => {
      const beside = chance === undefined ? '' : `  chance ${chance.toFixed(3)}`;
      return `  ${(figureNames[name] ?? name).padEnd(30)}${value.toFixed(3).padStart(8)}${beside}`;
    }),
  ].join('\n');
