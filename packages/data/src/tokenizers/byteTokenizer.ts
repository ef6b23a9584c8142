import { nfc } from '../text/nfc.ts';
import { checkIds, framed, specialIds, type Tokenizer } from './tokenizer.ts';

/** Bytes come after the special ids. */
const first = specialIds.end + 1;

/**
 * One id for each byte of the text's UTF-8 form, in NFC, between begin and end. It needs no fitting
 * and knows every text. Cutting may split a character, which then reads as U+FFFD.
 */
export function byteTokenizer(): Tokenizer {
  const vocabularySize = first + 256;
  return {
    config: { kind: 'bytes' },
    vocabularySize,
    encode(text, { length } = {}) {
      const bytes = new TextEncoder().encode(nfc(text));
      const kept = bytes.subarray(0, length);
      return framed(
        Int32Array.from(kept, (byte) => byte + first),
        length,
      );
    },
    decode(ids) {
      checkIds(ids, vocabularySize);
      const bytes = Array.from(ids)
        .filter((id) => id >= first)
        .map((id) => id - first);
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
  };
}
