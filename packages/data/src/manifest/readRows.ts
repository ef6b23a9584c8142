import { parse } from 'csv-parse/sync';
import { DataError } from '../dataError.ts';

/** One row of a manifest: what each of its columns says, or why it cannot be read. */
export interface Row {
  /** Where it stands in the file: 'pictures.csv, line 7'. */
  readonly source: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem?: string;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * The rows of a table in text: CSV (or, with tabs, TSV) with the columns' names in its first line, or one
 * JSON object a line. A row that cannot be read is a row with a problem, not an end of the table.
 *
 * @param source what errors call it
 * @throws DataError when the whole cannot be read: no rows, or a quote that never ends.
 */
export function readRows(text: string, source: string, format: 'csv' | 'tsv' | 'jsonl'): Table {
  const table = format === 'jsonl' ? fromJson(text, source) : fromCsv(text, source, format);
  if (table.rows.length > 0) return table;
  throw new DataError(`${source}: a manifest must have rows, this one has none.`);
}

function fromCsv(text: string, source: string, format: 'csv' | 'tsv'): Table {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter: format === 'tsv' ? '\t' : ',',
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    throw new DataError(`${source}: ${error instanceof Error ? error.message : error}. Mend it.`);
  }
  const columns = records[0]?.record.map((name) => name.trim()) ?? [];
  const rows = records.slice(1).map(({ record, info }): Row => {
    const values = Object.fromEntries(columns.map((name, i) => [name, record[i] ?? '']));
    const place = { source: `${source}, line ${info.lines}`, values };
    if (record.length === columns.length) return place;
    return { ...place, problem: `must have ${columns.length} columns, has ${record.length}` };
  });
  return { columns, rows };
}

function fromJson(text: string, source: string): Table {
  const columns = new Set<string>();
  const rows = text.split('\n').flatMap((line, i): Row[] => {
    if (line.trim() === '') return [];
    const place = `${source}, line ${i + 1}`;
    const value = parsed(line);
    if (value === undefined) {
      return [{ source: place, values: {}, problem: 'must be a JSON object' }];
    }
    const values = Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, one === null ? '' : String(one)]),
    );
    for (const name of Object.keys(values)) columns.add(name);
    return [{ source: place, values }];
  });
  return { columns: [...columns], rows };
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
