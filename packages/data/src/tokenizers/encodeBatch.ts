import type { Tokenizer } from './tokenizer.ts';

/** Texts as ids of one length. Row i of [count, length] is text i. */
export interface EncodedTexts {
  /** int32 [count · length], 0 where a text has ended. */
  readonly ids: Int32Array;
  /** float32 [count · length], 1 on a text's ids and 0 after. All 0 for a text without words. */
  readonly mask: Float32Array;
  readonly length: number;
}

/** Encodes texts, cut or padded to `length` ids each. */
export function encodeBatch(
  tokenizer: Tokenizer,
  texts: readonly string[],
  length: number,
): EncodedTexts {
  const ids = new Int32Array(texts.length * length);
  const mask = new Float32Array(texts.length * length);
  for (const [row, text] of texts.entries()) {
    const encoded = tokenizer.encode(text, { length });
    ids.set(encoded, row * length);
    mask.fill(1, row * length, row * length + encoded.length);
  }
  return { ids, mask, length };
}
