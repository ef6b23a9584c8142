import { setImmediate } from 'node:timers/promises';
import { Uint32List } from './uint32List.ts';

/** Rows that may repeat the id of one before them. Only reading both can tell. */
export interface Repeats {
  /** The rows before `row` whose id may be the same, the likeliest first; none for almost all rows. */
  before(row: number): Iterable<number>;
}

/** FNV-1a over the UTF-16 units of a text, 32 bits. @see Fowler, Noll and Vo 1991 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The rows whose hash stood before, by a table with open addressing and linear probing. It takes 6 to 12
 * bytes a row while it is built, and 8 for each such row after that.
 *
 * @param hashes of the ids, row by row
 */
export async function findRepeats(hashes: Uint32List, signal?: AbortSignal): Promise<Repeats> {
  const bits = Math.max(4, Math.ceil(Math.log2(hashes.length * 1.5 + 1)));
  const table = new Uint32Array(2 ** bits);
  const rows = new Uint32List();
  const firsts = new Uint32List();
  for (let row = 0; row < hashes.length; row++) {
    if (row % 2 ** 18 === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    const hash = hashes.at(row);
    // Fibonacci hashing: the upper bits of the product depend on all bits of the hash.
    let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
    // A slot holds a row and one, so that 0 is free.
    while (table[slot] !== 0 && hashes.at(table[slot] - 1) !== hash) {
      slot = (slot + 1) & (table.length - 1);
    }
    if (table[slot] === 0) {
      table[slot] = row + 1;
    } else {
      rows.push(row);
      firsts.push(table[slot] - 1);
    }
  }
  return { before: (row) => rowsBefore(row, rows, firsts) };
}

/** The first row of the hash, then the others, for where two different ids share one. */
function* rowsBefore(row: number, rows: Uint32List, firsts: Uint32List): Generator<number> {
  const place = lowerBound(rows, row);
  if (place === rows.length || rows.at(place) !== row) return;
  const first = firsts.at(place);
  yield first;
  for (let i = 0; i < place; i++) if (firsts.at(i) === first) yield rows.at(i);
}

function lowerBound(sorted: Uint32List, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
