import type { Row } from './check.ts';

/** A support table in Markdown: one line an operation, then the reason of every row that is not ok. */
export function summarize(rows: readonly Row[]): string {
  const operations = [...new Set(rows.map((row) => row.op))];
  const table = operations.map((op) => {
    const own = rows.filter((row) => row.op === op);
    const worst = Math.max(...own.filter((row) => row.status === 'ok').map((row) => row.error), 0);
    return `| ${op} | ${passed(own, 'forward')} | ${passed(own, 'gradient')} | ${worst.toExponential(0)} |`;
  });
  const others = rows.filter((row) => row.status !== 'ok');
  return [
    '| operation | forward | gradient | largest error |',
    '|---|---|---|---|',
    ...table,
    '',
    `${rows.length - others.length} of ${rows.length} checks pass.`,
    ...others.map((row) => `- ${row.case}: ${row.status}, ${row.reason}`),
  ].join('\n');
}

function passed(rows: readonly Row[], part: Row['part']): string {
  const own = rows.filter((row) => row.part === part);
  return own.length === 0
    ? '–'
    : `${own.filter((row) => row.status === 'ok').length}/${own.length}`;
}
