import { DataError } from '../dataError.ts';

/** A text as it stands in a cell. @throws DataError when it is none, or its bytes are not UTF-8. */
export function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (!(cell instanceof Uint8Array)) {
    throw new DataError(`there must be a text, there is ${cell === null ? 'null' : typeof cell}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(cell);
  } catch {
    throw new DataError('texts must be UTF-8, this one is not. Mend it.');
  }
}

/**
 * What a cell without a role says of an example: numbers and texts as they are, dates as ISO 8601, lists and
 * structures as JSON.
 *
 * @returns undefined for an empty cell, and for bytes
 */
export function factorOf(cell: unknown, isText: boolean): number | string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (cell instanceof Uint8Array) return isText ? textOf(cell) : undefined;
  if (cell instanceof Date) return cell.toISOString();
  switch (typeof cell) {
    case 'bigint':
      return Number.isSafeInteger(Number(cell)) ? Number(cell) : `${cell}`;
    case 'number':
      return Number.isFinite(cell) ? cell : undefined;
    case 'string':
      return cell;
    default:
      return JSON.stringify(cell, plain);
  }
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === 'bigint' ? Number(value) : value;
}
