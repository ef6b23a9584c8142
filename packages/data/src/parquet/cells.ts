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
 * @returns undefined for an empty cell, for bytes, and for a number or a date that is none
 */
export function factorOf(cell: unknown, isText: boolean): number | string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (cell instanceof Uint8Array) return isText ? textOf(cell) : undefined;
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString();
  switch (typeof cell) {
    case 'bigint':
      return Number.isSafeInteger(Number(cell)) ? Number(cell) : `${cell}`;
    case 'number':
      return Number.isFinite(cell) ? cell : undefined;
    case 'string':
      return cell;
    default:
      checkSize(cell);
      return JSON.stringify(cell, plain);
  }
}

/** Bytes of a list or a structure; those of a media file are a cell of their own. */
const largestList = 2 ** 24;

/**
 * A list can name one long value of a dictionary any number of times, and be small in its file.
 *
 * @throws DataError when the texts of a list or structure have together more than 16 MiB.
 */
export function checkSize(cell: unknown): void {
  const size = sizeOf(cell);
  if (size <= largestList) return;
  throw new DataError(
    `a list must have at most ${largestList} bytes of text, this one has ${size}.`,
  );
}

function sizeOf(cell: unknown): number {
  if (cell instanceof Uint8Array) return cell.length;
  if (cell === null || typeof cell !== 'object') return 0;
  return Object.values(cell).reduce((sum: number, part) => sum + sizeOf(part), 0);
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === 'bigint' ? Number(value) : value;
}
