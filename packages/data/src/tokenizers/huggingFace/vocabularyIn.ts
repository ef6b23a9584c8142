import { idLimit } from '../bpe/mergePairs.ts';
import { isCount, mustBe, type Part, partOf } from './part.ts';

/** The ids of a model's tokens. @throws DataError when they are not different integers from 0. */
export function vocabularyIn(part: Part): Map<string, number> {
  const { at, fields } = partOf(part.fields.vocab, `${part.at}.vocab`);
  const vocabulary = new Map<string, number>();
  for (const [token, id] of Object.entries(fields)) vocabulary.set(token, checkedId(id, at));
  if (new Set(vocabulary.values()).size === vocabulary.size) return vocabulary;
  throw mustBe(at, 'tokens with different ids', 'some that are equal');
}

/** @throws DataError unless it is an integer from 0, below 2²⁶. */
export function checkedId(id: unknown, at: string): number {
  if (isCount(id) && id < idLimit) return id;
  throw mustBe(at, `ids from 0 to ${idLimit - 1}`, id);
}

/** The byte tokens `<0x00>` … `<0xFF>` of a text's UTF-8 form; undefined when one is not known. */
export function bytesAsIds(
  text: string,
  vocabulary: ReadonlyMap<string, number>,
): number[] | undefined {
  const names = Array.from(
    new TextEncoder().encode(text),
    (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const ids = names.map((name) => vocabulary.get(name));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}
