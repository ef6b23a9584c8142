import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { DataError } from '../dataError.ts';
import { mostColumns, type Row, type RowFormat } from './rowFormat.ts';

const [newline, carriageReturn, quote] = [10, 13, 34];
const nothing = Buffer.alloc(0);

/**
 * CSV, or with a tab for the delimiter TSV: names in the first row, and quotes, doubled within, around cells
 * that hold delimiters or line ends. A quote within a cell that does not begin with one is a letter, as is
 * all that follows a closing quote. Lines end in \n or \r\n.
 *
 * The ends of rows and cells are found here, byte by byte; csv-parse, which agrees on them and is ten times
 * as slow, reads the rows that are asked for.
 *
 * @see RFC 4180
 */
export function csvFormat(source: string, delimiter: ',' | '\t'): RowFormat {
  const between = delimiter.charCodeAt(0);
  let columns: readonly string[] | undefined;
  let places = new Map<string, number>();
  let [lines, cells, first] = [0, 0, 0];
  let row: Buffer = nothing;
  /** Where the first cells of the row end. */
  const ends: number[] = [];

  function cellEnds(at: number): void {
    if (cells < mostColumns) ends[cells] = at;
    cells++;
  }

  function rowEnd(bytes: Buffer, start: number, last: boolean): number {
    const { length } = bytes;
    let [quoted, cell] = [false, start];
    lines = 0;
    cells = 0;
    for (let at = start; at < length; at++) {
      const byte = bytes[at];
      if (byte === quote && (quoted || at === cell)) {
        if (quoted && bytes[at + 1] === quote) at++;
        else quoted = !quoted;
      } else if (byte === newline) {
        lines++;
        if (quoted) continue;
        cellEnds(at > cell && bytes[at - 1] === carriageReturn ? at - 1 : at);
        return at + 1;
      } else if (byte === between && !quoted) {
        cellEnds(at);
        cell = at + 1;
      }
    }
    if (!last || quoted) return -1;
    cellEnds(length);
    return length;
  }

  return {
    rowEnd,
    get lines() {
      return lines;
    },
    glance(bytes, start, end) {
      if (isLineEnd(bytes, start)) return false;
      if (columns === undefined) {
        columns = namesIn(source, bytes.subarray(start, end), cells, delimiter);
        places = new Map(columns.map((name, i) => [name, i]));
        return false;
      }
      row = bytes;
      first = start;
      return true;
    },
    cell(column) {
      const place = places.get(column);
      if (place === undefined || place >= cells) return '';
      const start = place === 0 ? first : ends[place - 1] + 1;
      return textOf(row.subarray(start, ends[place]), delimiter);
    },
    get columns() {
      return columns ?? [];
    },
    parse(bytes): Row {
      // What was scanned last need not stay in memory.
      row = nothing;
      const end = rowEnd(bytes, 0, true);
      const all = columns ?? [];
      if (cells !== all.length) {
        return { problem: `must have ${all.length} columns, has ${cells}` };
      }
      const own = bytes.subarray(0, end);
      if (!isUtf8(own)) return { problem: 'must be UTF-8, is not' };
      if (own.includes(0)) return { problem: 'must be text, holds NUL bytes' };
      const record = cellsOf(own, delimiter);
      return { values: Object.fromEntries(all.map((name, i) => [name, record[i]])) };
    },
  };
}

const isLineEnd = (bytes: Buffer, at: number): boolean =>
  bytes[at] === newline || (bytes[at] === carriageReturn && bytes[at + 1] === newline);

function namesIn(source: string, bytes: Buffer, cells: number, delimiter: string): string[] {
  if (cells > mostColumns) {
    throw new DataError(
      `${source}: there must be at most ${mostColumns} columns, got ${cells}. Leave some out.`,
    );
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new DataError(`${source}: the names of columns must be UTF-8 without NUL. Convert it.`);
  }
  const names = cellsOf(bytes, delimiter).map((name) => name.trim());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new DataError(`${source}: columns must have different names, two are '${twice}'.`);
}

/** The text of one cell. */
function textOf(cell: Buffer, delimiter: string): string {
  if (cell[0] !== quote) return cell.toString();
  const end = cell.length - 1;
  if (cell.indexOf(quote, 1) === end && end > 0) return cell.toString('utf8', 1, end);
  return cellsOf(cell, delimiter)[0] ?? '';
}

const cellsOf = (bytes: Buffer, delimiter: string): string[] =>
  parse(bytes, {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: 1,
  })[0] ?? [];
