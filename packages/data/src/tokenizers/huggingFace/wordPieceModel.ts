import type { Model } from './models.ts';
import { countIn, mustBe, type Part, textIn } from './part.ts';
import { vocabularyIn } from './vocabularyIn.ts';

/**
 * The longest token that a word begins with, then the longest that the rest begins with, and so on; a word for
 * which that fails is unknown.
 *
 * @see Devlin et al. 2019, BERT.
 */
export function wordPieceModel(part: Part): Model {
  const vocabulary = vocabularyIn(part);
  const unknown = textIn(part, 'unk_token');
  const prefix = textIn(part, 'continuing_subword_prefix', '##');
  const mostCharacters = countIn(part, 'max_input_chars_per_word', 100);
  const unknownId = vocabulary.get(unknown);
  if (unknownId === undefined) throw mustBe('model.unk_token', 'in the vocabulary', unknown);
  let longest = 0;
  for (const token of vocabulary.keys()) longest = Math.max(longest, token.length);

  return {
    vocabulary,
    unknown,
    wordEnd: '',
    idsOf(word) {
      const characters = Array.from(word);
      if (characters.length > mostCharacters) return [unknownId];
      const ids: number[] = [];
      for (let start = 0; start < characters.length; ) {
        let end = Math.min(characters.length, start + longest);
        let id: number | undefined;
        for (; end > start; end--) {
          id = vocabulary.get((start > 0 ? prefix : '') + characters.slice(start, end).join(''));
          if (id !== undefined) break;
        }
        if (id === undefined) return [unknownId];
        ids.push(id);
        start = end;
      }
      return ids;
    },
  };
}
