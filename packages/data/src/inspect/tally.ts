import type { Example } from '../example.ts';
import { modalities } from './contentHash.ts';
import { Counts, CountsByHead } from './counts.ts';
import { Doubts } from './doubts.ts';
import { Duplicates } from './duplicates.ts';
import type { Inspection, Part } from './inspection.ts';
import { Measures } from './measures.ts';
import { type Place, Places } from './places.ts';

/** What has been seen of a dataset so far. */
export class Tally {
  readonly #places: Places;
  readonly #bad: (Place & { readonly reason: string })[] = [];
  readonly #combinations = new Counts();
  readonly #combinationsBySplit = new CountsByHead(1000, 1000);
  readonly #sizes = new Counts();
  readonly #rates = new Counts();
  readonly #factors = new CountsByHead(50, 100);
  readonly #measures = new Measures();
  readonly #doubts = new Doubts();
  readonly #duplicates: Duplicates;

  /** @param most no more examples than this will come. */
  constructor(most: number) {
    this.#places = new Places(most);
    this.#duplicates = new Duplicates(most);
  }

  /** Examples so far, good and bad. */
  get seen(): number {
    return this.#places.length;
  }

  addBad(place: Place, reason: string): void {
    this.#places.add(place);
    this.#bad.push({ ...place, reason });
  }

  addGood({ index, split: given }: Place, example: Example): void {
    const { image, speech, factors = {} } = example;
    const split = given ?? factors['split']?.toString();
    const place = split === undefined ? { index } : { split, index };
    const names = modalities.filter((name) => example[name] !== undefined).join('+') || 'none';
    this.#combinations.add(names);
    if (split !== undefined) this.#combinationsBySplit.add(split, names);
    if (image) this.#sizes.add(`${image.width}x${image.height}`);
    if (speech) this.#rates.add(`${speech.sampleRate}`);
    for (const [name, value] of Object.entries(factors)) this.#factors.add(name, `${value}`);
    this.#measures.add(example);
    this.#doubts.add(place, example);
    this.#duplicates.add(this.seen, example);
    this.#places.add(place);
  }

  result(): Inspection {
    const combinations = this.#combinations.all;
    const there = modalities.filter((name) => Object.keys(combinations).some(has(name)));
    const partOf = (counts: Record<string, number>): Part => ({
      examples: sum(Object.values(counts)),
      modalities: counts,
      missing: Object.fromEntries(
        there.flatMap((name) => {
          const lacking = Object.entries(counts).filter(([names]) => !has(name)(names));
          const many = sum(lacking.map(([, count]) => count));
          return many > 0 ? [[name, many]] : [];
        }),
      ),
    });
    const splits = Object.entries(this.#combinationsBySplit.all);
    return {
      ...partOf(combinations),
      bad: { count: this.#bad.length, items: this.#bad },
      splits: Object.fromEntries(splits.map(([split, counts]) => [split, partOf(counts)])),
      pictureSizes: this.#sizes.all,
      sampleRates: this.#rates.all,
      ...this.#measures.all,
      factors: this.#factors.all,
      duplicates: this.#duplicates.find((position) => this.#places.at(position)),
      doubtful: { ...this.#doubts },
    };
  }
}

const has =
  (modality: string) =>
  (names: string): boolean =>
    names.split('+').includes(modality);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);
