import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';

const longestText = 100_000;

/**
 * One text or several as an example has them, without the white space around them. An empty text is none.
 *
 * @param value a text, a list of texts, or nothing
 * @throws DataError when it is anything else, holds a letter that was lost, or is too long.
 */
export function textsOf(value: unknown): Pick<Example, 'text' | 'texts'> {
  const texts = (Array.isArray(value) ? value : [value ?? '']).map(cleaned).filter(Boolean);
  if (texts.length === 0) return {};
  return texts.length === 1 ? { text: texts[0] } : { text: texts[0], texts };
}

function cleaned(value: unknown): string {
  if (typeof value === 'object') {
    throw new DataError('texts must be a text or a list of texts, this is an object.');
  }
  const text = String(value).trim();
  if (text.includes('\ufffd')) {
    throw new DataError('texts must be UTF-8, this one is not. Convert the manifest.');
  }
  if (text.includes('\0')) {
    throw new DataError('texts must not hold NUL bytes, this one does. Take them out.');
  }
  if (text.length <= longestText) return text;
  throw new DataError(
    `a text must have at most ${longestText} characters, this one has ${text.length}.`,
  );
}
