const bits = 16;
const size = 2 ** bits;

/** A list of integers in 0 … 2³²−1 that grows, four bytes each, without ever being copied. */
export class Uint32List {
  readonly #parts: Uint32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const place = this.#length & (size - 1);
    if (place === 0) this.#parts.push(new Uint32Array(size));
    this.#parts[this.#length >>> bits][place] = value;
    this.#length++;
  }

  /** @param index in 0 … length−1 */
  at(index: number): number {
    return this.#parts[index >>> bits][index & (size - 1)];
  }
}
