import { countIn, flagIn, listIn, partOf, textIn } from './part.ts';
import { escaped } from './pattern.ts';
import { checkedId } from './vocabularyIn.ts';

/** A token that is found in a text as it stands, before the model sees the rest. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Found only where no letter or digit touches it. */
  readonly singleWord: boolean;
  /** Takes the space before or after it too. */
  readonly takesLeft: boolean;
  readonly takesRight: boolean;
  /** Looked for after the normalizer; else before. */
  readonly normalized: boolean;
  /** Left out by `decode`. */
  readonly special: boolean;
}

export function addedTokensIn(file: unknown): AddedToken[] {
  return listIn(partOf(file, 'file'), 'added_tokens', [])
    .map((value, i) => {
      const part = partOf(value, `added_tokens[${i}]`);
      const special = flagIn(part, 'special', false);
      return {
        id: checkedId(countIn(part, 'id'), part.at),
        content: textIn(part, 'content'),
        singleWord: flagIn(part, 'single_word', false),
        takesLeft: flagIn(part, 'lstrip', false),
        takesRight: flagIn(part, 'rstrip', false),
        normalized: flagIn(part, 'normalized', !special),
        special,
      };
    })
    .filter(({ content }) => content !== '');
}

const endsInWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]$/u;
const beginsWithWord = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u;
const isSpace = (character: string): boolean => /^\p{White_Space}$/u.test(character);

/**
 * Cuts a text into added tokens, as their ids, and the texts between them. Of several tokens at one place it
 * is the longest.
 *
 * @param formOf what of a token is looked for
 */
export function addedTokenFinder(
  tokens: readonly AddedToken[],
  formOf: (token: AddedToken) => string,
): (text: string) => (number | string)[] {
  const forms = new Map(tokens.map((token) => [formOf(token), token]));
  forms.delete('');
  if (forms.size === 0) return (text) => (text === '' ? [] : [text]);
  const longestFirst = [...forms.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'gu');
  return (text) => {
    const parts: (number | string)[] = [];
    let done = 0;
    for (const match of text.matchAll(pattern)) {
      const token = forms.get(match[0]) as AddedToken;
      let start = match.index;
      let end = start + match[0].length;
      if (token.singleWord && touchesWord(text, start, end)) continue;
      if (token.takesLeft) while (start > done && isSpace(text[start - 1])) start--;
      if (token.takesRight) while (end < text.length && isSpace(text[end])) end++;
      if (start > done) parts.push(text.slice(done, start));
      parts.push(token.id);
      done = end;
    }
    if (done < text.length) parts.push(text.slice(done));
    return parts;
  };
}

/** Two code units on either side: a character may have two. */
const touchesWord = (text: string, start: number, end: number): boolean =>
  endsInWord.test(text.slice(Math.max(0, start - 2), start)) ||
  beginsWithWord.test(text.slice(end, end + 2));
