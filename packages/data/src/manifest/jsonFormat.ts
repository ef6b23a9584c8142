import { isUtf8 } from 'node:buffer';
import { DataError } from '../dataError.ts';
import { asText } from './asText.ts';
import { mostColumns, type Row, type RowFormat } from './rowFormat.ts';

const newline = 10;

/** One JSON object a line; its fields are the cells. @see https://jsonlines.org */
export function jsonFormat(source: string): RowFormat {
  const columns = new Set<string>();
  let value: Readonly<Record<string, unknown>> | undefined;

  return {
    lines: 1,
    rowEnd(bytes, start, last) {
      const found = bytes.indexOf(newline, start);
      if (found >= 0) return found + 1;
      return last ? bytes.length : -1;
    },
    glance(bytes, start, end) {
      const line = bytes.toString('utf8', start, end);
      value = objectIn(line);
      if (value === undefined) return line.trim() !== '';
      for (const name in value) {
        if (columns.has(name)) continue;
        columns.add(name);
        if (columns.size > mostColumns) {
          throw new DataError(
            `${source}: there must be at most ${mostColumns} different fields, got more. Leave some out.`,
          );
        }
      }
      return true;
    },
    cell: (column) => asText(value?.[column]) ?? '',
    get columns() {
      return [...columns];
    },
    parse(bytes): Row {
      const end = bytes.indexOf(newline);
      const own = end < 0 ? bytes : bytes.subarray(0, end);
      if (!isUtf8(own)) return { problem: 'must be UTF-8, is not' };
      const values = objectIn(own.toString());
      return values === undefined ? { problem: 'must be a JSON object' } : { values };
    },
  };
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
