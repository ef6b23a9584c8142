import type { Inspection } from '@xm/data';
import { count } from '../report/format.ts';
import { columns, fitted, harmless } from './columns.ts';
import { modalitiesIn } from './modalitiesIn.ts';

const name = 28;
const cell = 10;
/** Splits that a screen shows; `--json` has all. */
const splitsShown = 12;

/** How many examples of each split have which modality; no lines when there are no splits. */
export function splitTable({ splits, modalities, examples }: Inspection): string[] {
  const there = modalitiesIn(modalities);
  const rows = Object.entries(splits);
  if (rows.length === 0) return [];
  const row = (first: string, cells: readonly string[]): string => {
    const head = fitted(harmless(first), name - 2);
    return `  ${head}${' '.repeat(name - 2 - columns(head))}${cells.map((one) => one.padStart(cell)).join('')}`;
  };
  const lines = [
    row('split', ['examples', ...there]),
    ...rows
      .slice(0, splitsShown)
      .map(([split, part]) =>
        row(split, [
          count(part.examples),
          ...there.map((one) => count(part.examples - (part.missing[one] ?? 0))),
        ]),
      ),
  ];
  const more = rows.length - splitsShown;
  const rest = examples - rows.reduce((sum, [, part]) => sum + part.examples, 0);
  if (more > 0) lines.push(`  and ${more} more: --json lists all`);
  if (rest > 0) lines.push(row('in none', [count(rest)]));
  return lines;
}
