import { count } from '../report/format.ts';

/** The first `most` characters of a text; of a longer one it says how many there are. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  return `${characters.slice(0, most).join('')}… (${count(characters.length)} characters)`;
}
