import { nfc } from '../text/nfc.ts';
import { checkIds, framed, specialIds, type Tokenizer } from './tokenizer.ts';
import { countedPieces, vocabulary } from './vocabulary.ts';

/** One id for each of the given characters (Unicode code points in NFC), between begin and end. */
export function characterTokenizer(characters: readonly string[]): Tokenizer {
  const known = vocabulary(characters, specialIds.end + 1);
  return {
    config: { kind: 'characters', characters },
    vocabularySize: known.size,
    encode: (text, { length } = {}) => framed(charactersOf(text).map(known.idOf), length),
    decode(ids) {
      checkIds(ids, known.size);
      return Array.from(ids, known.pieceOf).join('');
    },
  };
}

/**
 * A character tokenizer for the characters of some texts.
 *
 * @param options.minCount rarer characters become unknown. 1 unless told otherwise.
 */
export function fitCharacters(
  texts: Iterable<string>,
  { minCount = 1 }: { minCount?: number } = {},
): Tokenizer {
  const all = (function* () {
    for (const text of texts) yield* charactersOf(text);
  })();
  return characterTokenizer(countedPieces(all, minCount));
}

const charactersOf = (text: string): string[] => Array.from(nfc(text));
