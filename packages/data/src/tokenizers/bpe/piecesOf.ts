/**
 * Letters with their marks, and apostrophes between them; digits; other signs: each with a space before it. Or
 * white space, without the last space before a word. 256 characters at most, so that no text makes a long piece.
 */
const pattern =
  / ?\p{L}(?:[\p{L}\p{M}]|['’](?=\p{L})){0,255}| ?\p{N}{1,256}| ?[^\s\p{L}\p{N}]{1,256}|\s{1,256}(?!\S)|\s{1,256}/gu;

/**
 * A text cut into the pieces that tokens do not reach across, in the manner of GPT-2. Joined they are the
 * text again. `piecesOf("Don't panic!")` gives `"Don't"`, `' panic'`, `'!'`.
 */
export function* piecesOf(text: string): Generator<string, void, undefined> {
  for (const [piece] of text.matchAll(pattern)) yield piece;
}
