import { codePoints } from '@xm/data';
import { count } from '../report/format.ts';

/** The first `most` characters of a text; of a longer one it says how many there are. */
export function shortened(text: string, most: number): string {
  const characters = codePoints(text);
  if (characters <= most) return text;
  // Twice as many units hold that many characters, and half a pair at their end is not among them.
  const begin = Array.from(text.slice(0, 2 * most)).slice(0, most);
  return `${begin.join('')}… (${count(characters)} characters)`;
}
