type Numbers = Float64Array | Uint32Array | Uint8Array;

/** Numbers that grow at the end, packed as a typed array packs them. */
export class NumberList<Of extends Numbers> {
  #values: Of;
  #length = 0;
  readonly #make: (length: number) => Of;

  constructor(make: (length: number) => Of) {
    this.#make = make;
    this.#values = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(values: ArrayLike<number>): void {
    const length = this.#length + values.length;
    if (length > this.#values.length) {
      const more = this.#make(Math.max(length, 2 * this.#values.length));
      more.set(this.#values);
      this.#values = more;
    }
    this.#values.set(values, this.#length);
    this.#length = length;
  }

  /** All of them, with nothing to spare. */
  packed(): Of {
    return this.#values.slice(0, this.#length) as Of;
  }
}
