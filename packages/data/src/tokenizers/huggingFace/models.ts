import { bpeModel } from './bpeModel.ts';
import { type Part, partOf, textIn, unsupported } from './part.ts';
import { unigramModel } from './unigramModel.ts';
import { wordPieceModel } from './wordPieceModel.ts';

/** From one word to ids. */
export interface Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: string | undefined;
  /** What the last token of a word ends with, empty when nothing. */
  readonly wordEnd: string;
  idsOf(word: string): number[];
}

/** @throws DataError for a model that is not known here, or does not fit together. */
export function modelFrom(value: unknown): Model {
  const part: Part = partOf(value, 'model');
  // Files written before models had a type.
  const type = textIn(part, 'type', 'merges' in part.fields ? 'BPE' : 'WordPiece');
  if (type === 'BPE') return bpeModel(part);
  if (type === 'WordPiece') return wordPieceModel(part);
  if (type === 'Unigram') return unigramModel(part);
  throw unsupported('model', `the model '${type}'`);
}
