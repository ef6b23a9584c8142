const others = '(others)';

/** How often which name came. Beyond `most` different names, new ones count as '(others)'. */
export class Counts {
  readonly #all = new Map<string, number>();
  readonly #most: number;

  constructor(most = 1000) {
    this.#most = most;
  }

  add(name: string): void {
    const known = this.#all.has(name) || this.#all.size < this.#most ? name : others;
    this.#all.set(known, (this.#all.get(known) ?? 0) + 1);
  }

  get all(): Record<string, number> {
    return Object.fromEntries(this.#all);
  }
}

/** Counts under several heads. Beyond `mostHeads` of them, new ones are not counted. */
export class CountsByHead {
  readonly #heads = new Map<string, Counts>();
  readonly #mostHeads: number;
  readonly #most: number;

  constructor(mostHeads: number, most: number) {
    this.#mostHeads = mostHeads;
    this.#most = most;
  }

  add(head: string, name: string): void {
    const known = this.#heads.get(head);
    if (known) known.add(name);
    else if (this.#heads.size < this.#mostHeads) {
      const counts = new Counts(this.#most);
      counts.add(name);
      this.#heads.set(head, counts);
    }
  }

  get all(): Record<string, Record<string, number>> {
    return Object.fromEntries([...this.#heads].map(([head, { all }]) => [head, all]));
  }
}
