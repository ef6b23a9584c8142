/** Where an example stands. */
export interface Place {
  /** Of several datasets, the one it is in; of one, its factor `split`. */
  readonly split?: string;
  readonly index: number;
}

/** More names of splits than anybody has; what comes beyond has none. */
const mostSplits = 1000;

/** The places of many examples in the order in which they came, 6 bytes each. */
export class Places {
  length = 0;
  readonly #indices: Uint32Array;
  readonly #splits: Uint16Array;
  readonly #names: (string | undefined)[] = [undefined];

  constructor(most: number) {
    this.#indices = new Uint32Array(most);
    this.#splits = new Uint16Array(most);
  }

  add({ split, index }: Place): void {
    if (!this.#names.includes(split) && this.#names.length < mostSplits) this.#names.push(split);
    this.#indices[this.length] = index;
    this.#splits[this.length] = Math.max(0, this.#names.indexOf(split));
    this.length++;
  }

  at(position: number): Place {
    const split = this.#names[this.#splits[position]];
    const index = this.#indices[position];
    return split === undefined ? { index } : { split, index };
  }
}
