const bytes = Array.from({ length: 256 }, (_, byte) => byte);
const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
const hidden = bytes.filter((byte) => !isPrintable(byte));

/** The bytes as GPT-2's alphabet orders them: those that Latin-1 prints, then the others. */
export const byteOrder: readonly number[] = [...bytes.filter(isPrintable), ...hidden];

/**
 * A printable character for each byte, so that any bytes can be written as text: the byte's own in Latin-1,
 * or the next one from U+0100. A space is `Ġ`.
 *
 * @see Radford et al. 2019, GPT-2, `bytes_to_unicode`.
 */
export const byteCharacters: readonly string[] = bytes.map((byte) =>
  String.fromCharCode(isPrintable(byte) ? byte : 256 + hidden.indexOf(byte)),
);

/** The byte of each of those characters. */
export const characterBytes: ReadonlyMap<string, number> = new Map(
  byteCharacters.map((character, byte) => [character, byte]),
);
