import type { Example } from './example.ts';
import type { Modality } from './inspect/contentHash.ts';

/** From which modality to which. */
export interface Direction {
  readonly from: Modality;
  readonly to: Modality;
}

export interface TranslateOptions {
  /** How many answers each input gets: 1 unless told otherwise. */
  readonly samples?: number;
  /** How freely answers are drawn: 0 gives the likeliest, 1, which is usual, the model's own distribution. */
  readonly temperature?: number;
  /** Of all chance: the same seed gives the same answers. 1 unless told otherwise. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** Turns one modality into another, by whatever method: it finds, or it makes. */
export interface Translator {
  /** All that it can do. */
  readonly directions: readonly Direction[];
  /**
   * @param inputs examples that have `from`
   * @returns for each input its answers, best first where there is an order: examples that have `to`
   * @throws ConfigError for another direction, or samples that are not a whole number from 1; DataError for an
   *   input without `from`; the signal's reason when aborted.
   */
  translate(
    from: Modality,
    to: Modality,
    inputs: readonly Example[],
    options?: TranslateOptions,
  ): Promise<readonly (readonly Example[])[]>;
}
