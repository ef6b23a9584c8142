import { basename, dirname, join, resolve } from 'node:path';
import type { Inspection } from '@xm/data';
import { count } from '../report/format.ts';
import { fitted, harmless } from './columns.ts';
import { wrap } from './wrap.ts';

/** Bad examples that a screen shows; `--json` has all. */
const badShown = 20;
const longestReason = 300;

/** Why examples are bad, the first twenty, in 80 columns. */
export function badLines(sources: readonly string[], { bad }: Pick<Inspection, 'bad'>): string[] {
  const lines = bad.items
    .slice(0, badShown)
    .map(({ reason }) => wrap(plainly(reason, sources), 80, '  bad  '));
  const more = bad.count - badShown;
  if (more > 0) lines.push(`  and ${count(more)} more: --json lists all`);
  return lines;
}

/**
 * A reason as it reads best under the names of the sources: paths from where the source is, and without
 * the name of the source when there is only one.
 */
export function plainly(reason: string, sources: readonly string[]): string {
  let text = reason;
  for (const source of sources) {
    const folders = [resolve(source), source, dirname(resolve(source))].map((at) => join(at, '/'));
    // '/' and './' say nothing, and stand in many paths.
    for (const folder of folders) if (folder.length > 2) text = text.replaceAll(folder, '');
  }
  const own = sources.length === 1 ? `${basename(sources[0])}, ` : '';
  if (own !== '' && text.startsWith(own)) text = text.slice(own.length);
  return fitted(harmless(text), longestReason);
}
