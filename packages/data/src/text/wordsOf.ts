import { nfc } from './nfc.ts';

/** Scripts that put no space between words: each of their letters counts as a word. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const letter = `(?:(?![${unspaced}])[\\p{L}\\p{N}])\\p{M}*`;
const pattern = new RegExp(`[${unspaced}]\\p{M}*|(?:${letter})+(?:['’](?:${letter})+)*`, 'gu');

/** Whether a text has letters of such a script. */
export const isUnspaced = (text: string): boolean => new RegExp(`[${unspaced}]`, 'u').test(text);

/**
 * The words of a text in any language: NFC, lower case, runs of letters and digits with their marks,
 * an apostrophe inside a word belonging to it. Punctuation and symbols are left out.
 *
 * `wordsOf("Don't panic: 5 Äpfel")` is `["don't", 'panic', '5', 'äpfel']`.
 */
export const wordsOf = (text: string): string[] => nfc(text).toLowerCase().match(pattern) ?? [];
