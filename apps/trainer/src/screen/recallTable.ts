import { directionTitle } from '../report/directionTitle.ts';
import type { DirectionMetrics, Recall } from '../run/evaluate.ts';

const recalls = ['recall@1', 'recall@5', 'recall@10'] as const;

/** A row for each direction and under it what chance would give, in 66 columns. */
export function recallTable(recall: Recall): string {
  const header = [''.padEnd(24), ...recalls.map((name) => name.padStart(10)), ranks].join('');
  const rows = Object.entries(recall).flatMap(([name, figures]) => [
    row(directionTitle(name), figures),
    row(`  chance, among ${figures.candidates}`, figures.chance),
  ]);
  return [header, ...rows].join('\n');
}

const ranks = 'median rank'.padStart(13);

const row = (title: string, figures: DirectionMetrics['chance']): string =>
  [
    title.padEnd(24),
    ...recalls.map((key) => figures[key].toFixed(figures[key] < 0.01 ? 4 : 3).padStart(10)),
    String(Math.round(figures.medianRank)).padStart(13),
  ].join('');
