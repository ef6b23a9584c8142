import type { Example } from '../example.ts';
import { contentHash, type Modality, modalities } from './contentHash.ts';
import type { Place } from './places.ts';
import { type Repeats, repeats } from './repeats.ts';

/** The contents of many examples: 8 bytes for each modality of each. */
export class Duplicates {
  readonly #most: number;
  /** By position; 0 where the example lacks the modality. */
  readonly #hashes = new Map<Modality, BigUint64Array>();

  constructor(most: number) {
    this.#most = most;
  }

  add(position: number, example: Example): void {
    for (const modality of modalities) {
      const hash = contentHash[modality](example);
      if (hash === undefined) continue;
      const hashes = this.#hashes.get(modality) ?? new BigUint64Array(this.#most);
      hashes[position] = hash || 1n;
      this.#hashes.set(modality, hashes);
    }
  }

  find(placeOf: (position: number) => Place): Partial<Record<Modality, Repeats>> {
    return Object.fromEntries(
      [...this.#hashes].map(([modality, hashes]) => [modality, repeats(hashes, placeOf)]),
    );
  }
}
