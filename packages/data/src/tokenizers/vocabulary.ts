import { specialIds, unknownText } from './tokenizer.ts';

/** Pieces of text (words, characters) and their ids. */
export interface Vocabulary {
  readonly size: number;
  idOf(piece: string): number;
  /** The piece of an id, undefined for a special id that stands for no text. */
  pieceOf(id: number): string | undefined;
}

/** @param first the id of the first piece */
export function vocabulary(pieces: readonly string[], first: number): Vocabulary {
  const ids = new Map(pieces.map((piece, i) => [piece, first + i]));
  return {
    size: first + pieces.length,
    idOf: (piece) => ids.get(piece) ?? specialIds.unknown,
    pieceOf: (id) => (id === specialIds.unknown ? unknownText : pieces[id - first]),
  };
}

/** The pieces that occur at least `minCount` times: frequent ones first, equals by code unit. */
export function countedPieces(pieces: Iterable<string>, minCount: number): string[] {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([piece]) => piece);
}
