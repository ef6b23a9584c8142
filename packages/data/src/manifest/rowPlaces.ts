import { Uint32List } from './uint32List.ts';

/** Of how many rows one has its line written down; the lines of the others are counted when asked for. */
const stride = 256;

/** Where the rows of a file begin: little more than four bytes a row, whatever their length. */
export class RowPlaces {
  /** The lower 32 bits of where each begins. */
  readonly #low = new Uint32List();
  /** The rows before which the upper bits grow by one. */
  readonly #carries: number[] = [];
  readonly #lines = new Uint32List();
  /** Bytes of the file. */
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get length(): number {
    return this.#low.length;
  }

  /** @param start its first byte, after those of all rows before   @param line counted from 1 */
  push(start: number, line: number): void {
    while (Math.floor(start / 2 ** 32) > this.#carries.length) this.#carries.push(this.length);
    if (this.length % stride === 0) this.#lines.push(line);
    this.#low.push(start % 2 ** 32);
  }

  start(row: number): number {
    const carried = this.#carries.filter((first) => first <= row).length;
    return carried * 2 ** 32 + this.#low.at(row);
  }

  /** Where the next row begins: nothing but blank lines is between. */
  end(row: number): number {
    return row + 1 < this.length ? this.start(row + 1) : this.#size;
  }

  /** A row before this one, or itself, with the line it begins in. */
  lineBefore(row: number): { readonly row: number; readonly line: number } {
    const known = Math.floor(row / stride);
    return { row: known * stride, line: this.#lines.at(known) };
  }
}
