import { DataError } from '../../dataError.ts';
import type { Model } from './models.ts';
import { countIn, flagIn, listIn, mustBe, type Part } from './part.ts';
import { bytesAsIds } from './vocabularyIn.ts';

/** How much worse an unknown character is than the worst token. */
const unknownPenalty = 10;

/**
 * The tokens that make up a word with the highest sum of scores, by the algorithm of Viterbi.
 *
 * @see Kudo 2018, "Subword Regularization".
 */
export function unigramModel(part: Part): Model {
  const { pieces, scores, vocabulary } = piecesIn(part);
  const bytes = flagIn(part, 'byte_fallback', false);
  const unknownId = part.fields.unk_id == null ? undefined : countIn(part, 'unk_id');
  if (unknownId !== undefined && unknownId >= pieces.length) {
    throw mustBe('model.unk_id', 'in the vocabulary', unknownId);
  }
  const longest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
  const unknownScore =
    scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY) -
    unknownPenalty;

  /** Where the best last token begins of every beginning of the word. */
  function bestStarts(word: string): { starts: Int32Array; known: Uint8Array } {
    const best = new Float64Array(word.length + 1).fill(Number.NEGATIVE_INFINITY);
    const starts = new Int32Array(word.length + 1).fill(-1);
    const known = new Uint8Array(word.length + 1);
    best[0] = 0;
    for (let start = 0; start < word.length; ) {
      const width = (word.codePointAt(start) as number) > 0xffff ? 2 : 1;
      let single = false;
      const reach = (end: number, score: number, isKnown: boolean): void => {
        if (starts[end] >= 0 && best[start] + score <= best[end]) return;
        best[end] = best[start] + score;
        starts[end] = start;
        known[end] = isKnown ? 1 : 0;
      };
      for (let end = start + 1; end <= Math.min(word.length, start + longest); end++) {
        const id = vocabulary.get(word.slice(start, end));
        if (id === undefined) continue;
        reach(end, scores[id], id !== unknownId);
        if (end === start + width) single = true;
      }
      if (!single) reach(start + width, unknownScore, false);
      start += width;
    }
    return { starts, known };
  }

  function idsOfToken(token: string): number[] {
    const id = vocabulary.get(token);
    if (id !== undefined) return [id];
    const asBytes = bytes ? bytesAsIds(token, vocabulary) : undefined;
    if (asBytes !== undefined) return asBytes;
    if (unknownId !== undefined) return [unknownId];
    throw new DataError(`encode: the tokenizer has no token for '${token}' and no unknown token.`);
  }

  return {
    vocabulary,
    unknown: unknownId === undefined ? undefined : pieces[unknownId],
    wordEnd: '',
    idsOf(word) {
      const { starts, known } = bestStarts(word);
      const tokens: string[] = [];
      for (let end = word.length; end > 0; ) {
        let start = starts[end];
        // Neighbours that are unknown are one unknown token.
        if (!known[end]) while (start > 0 && !known[start]) start = starts[start];
        tokens.push(word.slice(start, end));
        end = start;
      }
      return tokens.reverse().flatMap(idsOfToken);
    },
  };
}

function piecesIn(part: Part) {
  const pieces: string[] = [];
  const scores: number[] = [];
  for (const [i, entry] of listIn(part, 'vocab').entries()) {
    const [piece, score] = Array.isArray(entry) ? entry : [];
    if (typeof piece !== 'string' || !Number.isFinite(score)) {
      throw mustBe(`model.vocab[${i}]`, 'a token and its score', entry);
    }
    pieces.push(piece);
    scores.push(score);
  }
  return { pieces, scores, vocabulary: new Map(pieces.map((piece, id) => [piece, id])) };
}
