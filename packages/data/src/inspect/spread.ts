/** How some numbers are spread. */
export interface Spread {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
  /** How often which number came, rising; the numbers rounded to two digits that count. */
  readonly counts: readonly (readonly [number, number])[];
}

/** A spread of numbers from 0 that come one by one; memory for 90 counts a power of ten. */
export class SpreadOf {
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  #sum = 0;
  #many = 0;
  readonly #counts = new Map<number, number>();

  add(value: number): void {
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
    this.#sum += value;
    this.#many++;
    const rounded = Number(value.toPrecision(2));
    this.#counts.set(rounded, (this.#counts.get(rounded) ?? 0) + 1);
  }

  /** Once a number came. */
  get result(): Spread {
    const counts = [...this.#counts].sort(([a], [b]) => a - b);
    return { least: this.#least, mean: this.#sum / this.#many, most: this.#most, counts };
  }
}
