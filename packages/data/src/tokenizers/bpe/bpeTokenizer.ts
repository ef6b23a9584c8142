import { DataError } from '../../dataError.ts';
import { nfc } from '../../text/nfc.ts';
import { checkIds, framed, specialIds, type Tokenizer } from '../tokenizer.ts';
import { byteOrder } from './byteAlphabet.ts';
import { idLimit, type Merges, mergePairs, pairKey } from './mergePairs.ts';
import { piecesOf } from './piecesOf.ts';
import { remembered } from './remembered.ts';

/** The bytes come after the special ids, in GPT-2's order. */
const firstByte = specialIds.end + 1;
/** Merged tokens come after the bytes, in the order in which they were learnt: 260, 261, … */
export const firstMerged: number = firstByte + 256;
/** Bytes of the longest token: enough for any word, too few for a page of dashes. */
export const longestToken = 128;

const idOfByte = new Int32Array(256);
for (const [i, byte] of byteOrder.entries()) idOfByte[byte] = firstByte + i;

/** The ids of a text's bytes. */
export const byteIds = (text: string): Int32Array =>
  Int32Array.from(new TextEncoder().encode(text), (byte) => idOfByte[byte]);

/** What the tokens stand for: one character a byte, so that two can be joined. Empty for special ids. */
export const byteTokens = (): string[] => [
  ...Array.from({ length: firstByte }, () => ''),
  ...byteOrder.map((byte) => String.fromCharCode(byte)),
];

/**
 * Byte-pair encoding of the text's UTF-8 form, in NFC, between begin and end. It knows every text.
 *
 * @param merges pairs of ids that become one, in this order: the first becomes id 260.
 * @throws DataError when a pair has an id that is not there yet, or makes a token that is.
 */
export function bpeTokenizer(merges: readonly (readonly [number, number])[]): Tokenizer {
  const { tokens, ranks } = tokenTable(merges);
  const merged: Merges = {
    rankOf: (left, right) => ranks.get(pairKey(left, right)),
    idOf: (rank) => firstMerged + rank,
  };
  const idsOf = remembered((piece) => mergePairs(byteIds(piece), merged));
  return {
    config: { kind: 'bpe', merges },
    vocabularySize: tokens.length,
    encode(text, { length } = {}) {
      const ids: number[] = [];
      for (const piece of piecesOf(nfc(text))) {
        if (length !== undefined && ids.length >= length) break;
        for (const id of idsOf(piece)) ids.push(id);
      }
      return framed(ids, length);
    },
    decode(ids) {
      checkIds(ids, tokens.length);
      const bytes: number[] = [];
      for (const id of Array.from(ids)) {
        const token = id === specialIds.unknown ? '\xef\xbf\xbd' : tokens[id];
        for (let i = 0; i < token.length; i++) bytes.push(token.charCodeAt(i));
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
  };
}

function tokenTable(merges: readonly (readonly [number, number])[]) {
  const tokens = byteTokens();
  const known = new Set(tokens);
  const ranks = new Map<number, number>();
  for (const [rank, pair] of merges.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((id) => isToken(tokens, id))) {
      throw wrong(rank, pair, `two ids from ${firstByte} to ${tokens.length - 1}`);
    }
    const token = tokens[pair[0]] + tokens[pair[1]];
    if (known.has(token)) throw wrong(rank, pair, 'a pair that makes a new token');
    if (token.length > longestToken || tokens.length >= idLimit) {
      throw wrong(rank, pair, `a pair of at most ${longestToken} bytes together`);
    }
    ranks.set(pairKey(pair[0], pair[1]), rank);
    known.add(token);
    tokens.push(token);
  }
  return { tokens, ranks };
}

const wrong = (rank: number, pair: unknown, must: string): DataError =>
  new DataError(`bpe: merge ${rank} must be ${must}, got ${JSON.stringify(pair)}.`);

const isToken = (tokens: readonly string[], id: number): boolean =>
  Number.isInteger(id) && id >= firstByte && id < tokens.length;
