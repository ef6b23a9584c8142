const none = /^[\p{M}\p{Cf}]$/u;
const two =
  /^[\p{sc=Han}\p{sc=Hangul}\p{Emoji_Presentation}\u2e80-\u303e\u3041-\u33ff\uff01-\uff60\uffe0-\uffe6]$/u;

/** Columns of a terminal that a text takes: two for a Chinese letter or an emoji, none for an accent. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += none.test(character) ? 0 : two.test(character) ? 2 : 1;
  return sum;
}

/** The text when it fits into `width` columns, else its beginning and an ellipsis. */
export function fitted(text: string, width: number): string {
  if (columns(text) <= width) return text;
  return `${begin(text, width - 1)}…`;
}

/** As much of the beginning as fits into `width` columns. */
export function begin(text: string, width: number): string {
  let [fits, sum] = ['', 0];
  for (const character of text) {
    sum += columns(character);
    if (sum > width) break;
    fits += character;
  }
  return fits;
}

/** A text that cannot steer a terminal: without control characters and changes of direction. */
export const harmless = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
