import { DataError } from '../dataError.ts';

/**
 * The text itself, if it comes back from UTF-8 as it was.
 *
 * @param source what errors call it
 * @throws DataError for a text with half a surrogate pair, or with a byte order mark before it.
 */
export function exactText(text: string, source: string): string {
  if (new TextDecoder().decode(new TextEncoder().encode(text)) === text) return text;
  throw new DataError(
    `${source}: a text must be one that UTF-8 can hold, without a byte order mark before it. Mend it.`,
  );
}
