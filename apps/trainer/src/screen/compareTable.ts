import { allDirections, type Cell, type ComparedRun } from '../compare/comparedRun.ts';
import { figureNames } from '../evaluation/directionFigures.ts';
import { directionTitle } from '../report/directionTitle.ts';
import { percent } from '../report/format.ts';
import { directionName } from '../run/directionName.ts';
import { columns, fitted } from './columns.ts';
import { wrap } from './wrap.ts';

/** Columns of a run: value, chance, coverage. */
const widths = [7, 7, 5];
const wide = widths.reduce((sum, width) => sum + width);
const label = 23;
/** Runs side by side in 80 columns. */
const beside = 3;

/** What a method is called. */
const methods: Readonly<Record<string, string>> = {
  embedding: 'retrieval',
  vae: 'VAE',
  gan: 'GAN',
};

/**
 * Runs side by side and a row for each direction that one of them does, at most 80 columns wide: the figure
 * that stands for the direction, what chance would give, and how much of what is real is covered.
 */
export function compareTable(runs: readonly ComparedRun[]): string {
  const tables: string[] = [];
  for (let at = 0; at < runs.length; at += beside) tables.push(table(runs.slice(at, at + beside)));
  return [...tables, legend].join('\n\n');
}

const legend = wrap(
  'Of what is made, the figure named below its direction; of what is found, whether the first is right ' +
    '(recall@1). Beside it what chance would give, and the coverage of real ones.',
);

function table(runs: readonly ComparedRun[]): string {
  const known = allDirections
    .map(([from, to]) => directionName(from, to))
    .filter((key) => runs.some(({ cells }) => cells[key]));
  return [
    line(
      '',
      runs.map(({ name }) => padded(fitted(name, wide - 2), wide)),
    ),
    line(
      '',
      runs.map(({ method }) => padded(methods[method] ?? method, wide)),
    ),
    line(
      '',
      runs.map(() => cellText(['value', 'chance', 'cov.'])),
    ),
    ...known.flatMap((key) => [
      line(
        directionTitle(key),
        runs.map(({ cells }) => cellText(partsOf(cells[key]))),
      ),
      ...measureOf(runs.map(({ cells }) => cells[key])),
    ]),
  ].join('\n');
}

/** What is measured of what is made, on a line of its own. */
const measureOf = (cells: readonly (Cell | undefined)[]): string[] => {
  const made = cells.find((cell) => cell && cell.figure !== 'recall@1');
  return made ? [`  ${figureNames[made.figure] ?? made.figure}`] : [];
};

const partsOf = (cell: Cell | undefined): string[] =>
  cell === undefined
    ? ['–', '', '']
    : [
        percent(cell.value),
        cell.chance === undefined ? '' : percent(cell.chance),
        cell.coverage === undefined ? '' : cell.coverage.toFixed(2),
      ];

const cellText = (parts: readonly string[]): string =>
  parts.map((part, i) => part.padStart(widths[i])).join('');

/** To the right. */
const padded = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - columns(text))) + text;

const line = (title: string, cells: readonly string[]): string =>
  (title.padEnd(label) + cells.join('')).trimEnd();
