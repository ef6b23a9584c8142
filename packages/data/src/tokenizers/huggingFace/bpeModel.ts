import { type Merges, mergePairs, pairKey } from '../bpe/mergePairs.ts';
import type { Model } from './models.ts';
import { flagIn, listIn, mustBe, type Part, textIn, unsupported } from './part.ts';
import { bytesAsIds, vocabularyIn } from './vocabularyIn.ts';

/** Byte-pair encoding: characters, then pairs of neighbours as the merges say. */
export function bpeModel(part: Part): Model {
  if (part.fields.dropout) throw unsupported('model', 'dropout');
  const vocabulary = vocabularyIn(part);
  const prefix = textIn(part, 'continuing_subword_prefix', '');
  const wordEnd = textIn(part, 'end_of_word_suffix', '');
  const merges = mergesIn(part, vocabulary, prefix.length);
  const wholeWords = flagIn(part, 'ignore_merges', false);
  const bytes = flagIn(part, 'byte_fallback', false);
  const fuse = flagIn(part, 'fuse_unk', false);
  const unknown = part.fields.unk_token == null ? undefined : textIn(part, 'unk_token');

  /** Only asked for where a text has something unknown: bytes know all. */
  function idOfUnknown(): number {
    const id = vocabulary.get(unknown ?? '');
    if (id !== undefined) return id;
    throw mustBe('model.unk_token', 'in the vocabulary', unknown);
  }

  /** The characters' ids. Without an unknown token, unknown ones are left out. */
  function characterIds(word: string): number[] {
    const ids: number[] = [];
    const characters = Array.from(word);
    let unknownBefore = false;
    for (const [i, character] of characters.entries()) {
      const token =
        (i > 0 ? prefix : '') + character + (i === characters.length - 1 ? wordEnd : '');
      const id = vocabulary.get(token);
      const asBytes = id === undefined && bytes ? bytesAsIds(token, vocabulary) : undefined;
      if (id !== undefined) ids.push(id);
      else if (asBytes !== undefined) ids.push(...asBytes);
      else if (unknown !== undefined && !(fuse && unknownBefore)) ids.push(idOfUnknown());
      unknownBefore = id === undefined && asBytes === undefined;
    }
    return ids;
  }

  return {
    vocabulary,
    unknown,
    wordEnd,
    idsOf(word) {
      const whole = wholeWords ? vocabulary.get(word) : undefined;
      return whole === undefined ? mergePairs(characterIds(word), merges) : [whole];
    },
  };
}

function mergesIn(
  part: Part,
  vocabulary: ReadonlyMap<string, number>,
  prefixLength: number,
): Merges {
  const ranks = new Map<number, number>();
  const ids = listIn(part, 'merges').map((merge, rank) => {
    // Older files have 'a b', newer ones ['a', 'b'].
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    const [left, right] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    const sound = typeof left === 'string' && typeof right === 'string';
    const leftId = vocabulary.get(left);
    const rightId = vocabulary.get(right);
    const id = sound ? vocabulary.get(left + right.slice(prefixLength)) : undefined;
    if (leftId === undefined || rightId === undefined || id === undefined) {
      throw mustBe(`model.merges[${rank}]`, 'two tokens that make a third one', merge);
    }
    ranks.set(pairKey(leftId, rightId), rank);
    return id;
  });
  return {
    rankOf: (left, right) => ranks.get(pairKey(left, right)),
    idOf: (rank) => ids[rank],
  };
}
