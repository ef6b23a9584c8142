import { duration } from '../loop/progressLine.ts';
import type { DirectionMetrics } from '../run/evaluate.ts';
import type { SearchResult } from '../run/searchIndex.ts';
import type { Summary } from '../run/summary.ts';
import { wrap } from './wrap.ts';

/** The two directions and chance, in 60 columns. */
export function recallTable(imageToText: DirectionMetrics, textToImage: DirectionMetrics): string {
  const row = (name: string, figures: DirectionMetrics['chance']): string =>
    [
      name.padEnd(18),
      ...(['recall@1', 'recall@5', 'recall@10'] as const).map((key) =>
        figures[key].toFixed(figures[key] < 0.01 ? 4 : 3).padStart(10),
      ),
      String(Math.round(figures.medianRank)).padStart(13),
    ].join('');
  const header = [
    ''.padEnd(18),
    ...['recall@1', 'recall@5', 'recall@10'].map((name) => name.padStart(10)),
    'median rank'.padStart(13),
  ].join('');
  return [
    header,
    row('picture → words', imageToText),
    row('words → picture', textToImage),
    row(`chance (${imageToText.candidates})`, imageToText.chance),
  ].join('\n');
}

/** `red fruit        red apple · strawberry · cherries`, cut to the width. */
function searchLine(query: string, results: readonly SearchResult[], width = 78): string {
  const lead = `  ${query.padEnd(20)} `;
  let line = lead;
  for (const label of new Set(results.map((result) => result.label))) {
    const next = line === lead ? `${line}${label}` : `${line} · ${label}`;
    if (next.length > width) break;
    line = next;
  }
  return line;
}

/** All that a finished run has to say, at most 80 columns wide. */
export function summaryText(summary: Summary, path: string): string {
  const { imageToText, textToImage, wordSearches, pictureSearches } = summary;
  const blocks = [
    wrap(`${summary.data}.`),
    recallTable(imageToText, textToImage),
    searches('Searched in words, found pictures called:', wordSearches),
    searches('Searched by picture, found words:', pictureSearches),
    [
      `Trained ${summary.steps} steps in ${duration(summary.seconds)} on ${summary.backend.name} (${summary.backend.detail}).`,
      `Report   ${path}/report.html`,
      `Search   npx xm search "red fruit" --run ${path}`,
    ].join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const searches = (title: string, all: Summary['wordSearches']): string =>
  all.length === 0
    ? ''
    : [title, ...all.map(({ query, results }) => searchLine(query, results))].join('\n');
