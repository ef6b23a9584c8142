import { wordsOf } from '../text/wordsOf.ts';
import { checkIds, specialIds, type Tokenizer } from './tokenizer.ts';
import { countedPieces, vocabulary } from './vocabulary.ts';

/**
 * One id for each word of the text, see `wordsOf`; no begin and end. A text without words has no
 * ids. `decode` gives the words with spaces between.
 */
export function wordTokenizer(words: readonly string[]): Tokenizer {
  const known = vocabulary(words, specialIds.unknown + 1);
  return {
    config: { kind: 'words', words },
    vocabularySize: known.size,
    encode: (text, { length } = {}) => Int32Array.from(wordsOf(text).slice(0, length), known.idOf),
    decode(ids) {
      checkIds(ids, known.size);
      return Array.from(ids, known.pieceOf)
        .filter((word) => word !== undefined)
        .join(' ');
    },
  };
}

/**
 * A word tokenizer for the words of some texts.
 *
 * @param options.minCount rarer words become unknown. 1 unless told otherwise.
 */
export function fitWords(
  texts: Iterable<string>,
  { minCount = 1 }: { minCount?: number } = {},
): Tokenizer {
  const all = (function* () {
    for (const text of texts) yield* wordsOf(text);
  })();
  return wordTokenizer(countedPieces(all, minCount));
}
