import { DataError } from '../../dataError.ts';
import { remembered } from '../bpe/remembered.ts';
import { checkIds, type Tokenizer, unknownText } from '../tokenizer.ts';
import { addedTokenFinder, addedTokensIn } from './addedTokens.ts';
import { decoderFrom } from './decoders.ts';
import { frameFrom } from './frame.ts';
import { modelFrom } from './models.ts';
import { normalizerFrom } from './normalizers.ts';
import { partOf } from './part.ts';
import { preTokenizerFrom } from './preTokenizers.ts';

/**
 * The tokenizer of a Hugging Face `tokenizer.json`: BPE (GPT-2, CLIP, RoBERTa, Llama 2), WordPiece (BERT) or
 * Unigram (T5, XLM-R). It gives the ids that Python's `tokenizers` give, special tokens around them included.
 *
 * Ids mean what the file says, not what `specialIds` say. How the file would cut and pad is passed over:
 * `length` says it, and 0 in the mask is padding. `decode` leaves special tokens out.
 *
 * Where a part goes by kinds of characters, those that are newer than Python's tables (punctuation and marks since
 * Unicode 9) may be cut otherwise.
 *
 * @param file its content, as `JSON.parse` gives it
 * @throws DataError when it is none, or names a part that is not known here.
 * @see Golden values: tokenizers 0.23.
 */
export function fromHuggingFace(file: unknown): Tokenizer {
  const { fields } = partOf(file, 'file');
  const normal = normalizerFrom(fields.normalizer, 'normalizer');
  const cut = preTokenizerFrom(fields.pre_tokenizer, 'pre_tokenizer');
  const model = modelFrom(fields.model);
  const frame = frameFrom(fields.post_processor, 'post_processor');
  const join = decoderFrom(fields.decoder, 'decoder');
  const added = addedTokensIn(file);
  const findRaw = addedTokenFinder(
    added.filter(({ normalized }) => !normalized),
    (t) => t.content,
  );
  const findNormal = addedTokenFinder(
    added.filter(({ normalized }) => normalized),
    (t) => normal(t.content),
  );
  const idsOf = remembered(model.idsOf);

  const tokens = new Map(Array.from(model.vocabulary, ([token, id]) => [id, token]));
  for (const { id, content } of added) tokens.set(id, content);
  const framing = [...frame.before, ...frame.after];
  const vocabularySize =
    1 + [...tokens.keys(), ...framing].reduce((most, id) => Math.max(most, id), -1);
  const passedOver = new Set([
    ...framing,
    ...added.filter(({ special }) => special).map(({ id }) => id),
  ]);
  const unknownId = model.unknown === undefined ? undefined : model.vocabulary.get(model.unknown);

  /** The ids of a text, one word after the other. */
  function* words(text: string): Generator<readonly number[], void, undefined> {
    for (const [i, raw] of findRaw(text).entries()) {
      if (typeof raw === 'number') {
        yield [raw];
        continue;
      }
      for (const [j, part] of findNormal(normal(raw)).entries()) {
        if (typeof part === 'number') yield [part];
        else for (const word of cut({ text: part, atStart: i + j === 0 })) yield idsOf(word.text);
      }
    }
  }

  /** What a token adds to a text; undefined for nothing. */
  function tokenOf(id: number): string | undefined {
    if (id === unknownId && !framing.includes(id)) return unknownText;
    return passedOver.has(id) ? undefined : tokens.get(id);
  }

  return {
    config: { kind: 'huggingFace', file: file as Readonly<Record<string, unknown>> },
    vocabularySize,
    encode(text, { length = Number.POSITIVE_INFINITY } = {}) {
      const room = length - framing.length;
      if (room < 0) {
        throw new DataError(
          `encode: length must be at least ${framing.length}, for begin and end, got ${length}.`,
        );
      }
      const ids: number[] = [];
      for (const word of words(text)) {
        if (ids.length >= room) break;
        for (const id of word) ids.push(id);
      }
      return Int32Array.from([...frame.before, ...ids.slice(0, room), ...frame.after]);
    },
    decode(ids) {
      checkIds(ids, vocabularySize);
      const kept = Array.from(ids, tokenOf).filter((token) => token !== undefined);
      const text = join(kept).join('');
      // CLIP's decoder leaves the ends of words in.
      const hasEnds = model.wordEnd !== '' && text.includes(model.wordEnd);
      return hasEnds ? text.replaceAll(model.wordEnd, ' ').trim() : text;
    },
  };
}
