import { duration } from '../loop/progressLine.ts';
import type { SearchResult } from '../run/searchIndex.ts';
import type { Summary } from '../run/summary.ts';
import { recallTable } from './recallTable.ts';
import { wrap } from './wrap.ts';

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
  const { recall, wordSearches, pictureSearches } = summary;
  const blocks = [
    wrap(`${summary.data}.`),
    recallTable(recall),
    searches('Searched in words, found pictures called:', wordSearches),
    searches('Searched by picture, found words:', pictureSearches),
    [
      `Trained ${summary.steps} steps in ${duration(summary.seconds)} on ${summary.backend.name} (${summary.backend.detail}).`,
      `Report   ${path}/report.html`,
      ...wordSearches
        .slice(0, 1)
        .map(({ query }) => `Search   npx xm search "${query}" --run ${path}`),
    ].join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const searches = (title: string, all: Summary['wordSearches']): string =>
  all.length === 0
    ? ''
    : [title, ...all.map(({ query, results }) => searchLine(query, results))].join('\n');
