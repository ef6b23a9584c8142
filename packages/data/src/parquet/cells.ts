import { DataError } from '../dataError.ts';

/** A text as it stands in a cell. @throws DataError when its bytes are not UTF-8. */
export function textOf(cell: unknown, source: string): string {
  if (typeof cell === 'string') return cell;
  if (cell instanceof Uint8Array) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(cell);
    } catch {
      throw new DataError(`${source}: texts must be UTF-8, this one is not. Mend it.`);
    }
  }
  throw new DataError(`${source}: there must be a text, there is ${typeof cell}.`);
}

/**
 * What a cell without a role says of an example: numbers and texts as they are, dates as ISO 8601, lists and
 * structures as JSON.
 *
 * @returns undefined for an empty cell, and for bytes
 */
export function factorOf(
  cell: unknown,
  isText: boolean,
  source: string,
): number | string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (cell instanceof Uint8Array) return isText ? textOf(cell, source) : undefined;
  if (typeof cell === 'bigint')
    return Number.isSafeInteger(Number(cell)) ? Number(cell) : `${cell}`;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell === 'string') return cell;
  if (cell instanceof Date) return cell.toISOString();
  return JSON.stringify(cell, (_, value: unknown) => {
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    return typeof value === 'bigint' ? Number(value) : value;
  });
}
