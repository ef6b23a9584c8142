import { DataError } from '../dataError.ts';

/** Enough to make a tokenizer again, as JSON. */
export type TokenizerConfig =
  | { readonly kind: 'bytes' }
  | { readonly kind: 'characters'; readonly characters: readonly string[] }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'bpe'; readonly merges: readonly (readonly [number, number])[] }
  | { readonly kind: 'huggingFace'; readonly file: Readonly<Record<string, unknown>> };

/** Text to ids in 0 … vocabularySize−1 and back. */
export interface Tokenizer {
  readonly config: TokenizerConfig;
  readonly vocabularySize: number;
  /** @param options.length at most so many ids; the text is cut where they end. */
  encode(text: string, options?: { readonly length?: number }): Int32Array;
  /** The text of ids. Padding, begin, end and other special ids are passed over; unknown becomes U+FFFD. */
  decode(ids: ArrayLike<number>): string;
}

/**
 * Ids with the same meaning in every tokenizer that is made here. Begin and end frame all but words. A
 * tokenizer.json has its own.
 */
export const specialIds = { padding: 0, unknown: 1, begin: 2, end: 3 } as const;

/** What `decode` writes for the unknown id. */
export const unknownText = '\u{fffd}';

/** The ids between begin and end, cut so that all of them fit in `length`. */
export function framed(ids: ArrayLike<number>, length: number | undefined): Int32Array {
  if (length !== undefined && length < 2) {
    throw new DataError(`encode: length must be at least 2, for begin and end, got ${length}.`);
  }
  const inside = Math.min(ids.length, (length ?? Number.POSITIVE_INFINITY) - 2);
  const out = new Int32Array(inside + 2);
  out[0] = specialIds.begin;
  for (let i = 0; i < inside; i++) out[i + 1] = ids[i];
  out[inside + 1] = specialIds.end;
  return out;
}

/** @throws DataError when an id is not one of the tokenizer's. */
export function checkIds(ids: ArrayLike<number>, vocabularySize: number): void {
  for (let i = 0; i < ids.length; i++) {
    if (Number.isInteger(ids[i]) && ids[i] >= 0 && ids[i] < vocabularySize) continue;
    throw new DataError(
      `decode: ids must be integers in 0 to ${vocabularySize - 1}, got ${ids[i]} at ${i}. ` +
        'They may come from another tokenizer.',
    );
  }
}
