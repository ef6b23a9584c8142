import { DataError } from '../dataError.ts';

/**
 * A text in UTF-8, from which exactly that text is read back.
 *
 * @param source what errors call it
 * @throws DataError for a text with half a surrogate pair, or with a byte order mark before it.
 */
export function exactUtf8(text: string, source: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (new TextDecoder().decode(bytes) === text) return bytes;
  throw new DataError(
    `${source}: a text must be one that UTF-8 can hold, without a byte order mark before it. Mend it.`,
  );
}
