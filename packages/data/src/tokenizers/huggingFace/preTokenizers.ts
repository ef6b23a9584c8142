import { byteCharacters } from '../bpe/byteAlphabet.ts';
import { flagIn, listIn, mustBe, type Part, partOf, textIn, unsupported } from './part.ts';
import { escaped, patternIn } from './pattern.ts';
import { type Piece, type SplitBehaviour, splitBehaviours, splitPiece } from './splitPieces.ts';

/** Cuts a piece of a text into smaller ones; tokens do not reach across. */
export type Cut = (piece: Piece) => Iterable<Piece>;

const space = /\p{White_Space}/gu;
const punctuation = /[!-/:-@[-`{-~\p{P}]/gu;
const digit = /\p{N}/gu;
const wordOrSigns =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_C}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_C}\p{White_Space}]+/gu;
/** GPT-2's words, each with the space before it. */
const gpt2 =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * How a tokenizer.json cuts a text into words.
 *
 * @throws DataError for a pre-tokenizer that is not known here.
 */
export function preTokenizerFrom(value: unknown, at: string): Cut {
  if (value === null || value === undefined) return (piece) => [piece];
  const part = partOf(value, at);
  const type = textIn(part, 'type');
  switch (type) {
    case 'Sequence': {
      const cuts = listIn(part, 'pretokenizers').map((cut, i) =>
        preTokenizerFrom(cut, `${at}.pretokenizers[${i}]`),
      );
      return (piece) => cuts.reduce(cutAll, [piece]);
    }
    case 'Whitespace':
      return (piece) => splitPiece(piece, wordOrSigns, { behaviour: 'Removed', invert: true });
    case 'WhitespaceSplit':
      return (piece) => splitPiece(piece, space, { behaviour: 'Removed' });
    case 'BertPreTokenizer':
      return (piece) =>
        cutAll(splitPiece(piece, space, { behaviour: 'Removed' }), (word) =>
          splitPiece(word, punctuation, { behaviour: 'Isolated' }),
        );
    case 'Punctuation': {
      const behaviour = behaviourIn(part, 'Isolated');
      return (piece) => splitPiece(piece, punctuation, { behaviour });
    }
    case 'Digits': {
      const behaviour = flagIn(part, 'individual_digits') ? 'Isolated' : 'Contiguous';
      return (piece) => splitPiece(piece, digit, { behaviour });
    }
    case 'Split': {
      const pattern = patternIn(part);
      const how = { behaviour: behaviourIn(part), invert: flagIn(part, 'invert') };
      return (piece) => splitPiece(piece, pattern, how);
    }
    case 'ByteLevel':
      return byteLevel(part);
    case 'Metaspace':
      return metaspace(part);
    default:
      throw unsupported(at, `the pre-tokenizer '${type}'`);
  }
}

function* cutAll(pieces: Iterable<Piece>, cut: Cut): Iterable<Piece> {
  for (const piece of pieces) yield* cut(piece);
}

function behaviourIn(part: Part, instead?: SplitBehaviour): SplitBehaviour {
  const name = textIn(part, 'behavior', instead) as SplitBehaviour;
  if (splitBehaviours.includes(name)) return name;
  throw mustBe(`${part.at}.behavior`, splitBehaviours.join(' or '), name);
}

/** Words as bytes, in GPT-2's alphabet. */
function byteLevel(part: Part): Cut {
  const prefix = flagIn(part, 'add_prefix_space');
  const useRegex = flagIn(part, 'use_regex', true);
  return function* ({ text, atStart }) {
    const whole = { text: prefix && !text.startsWith(' ') ? ` ${text}` : text, atStart };
    const words = useRegex ? splitPiece(whole, gpt2, { behaviour: 'Isolated' }) : [whole];
    for (const word of words) yield { ...word, text: asBytes(word.text) };
  };
}

const encoder = new TextEncoder();

function asBytes(text: string): string {
  let out = '';
  for (const byte of encoder.encode(text)) out += byteCharacters[byte];
  return out;
}

/** Words with a sign for the space before them, as SentencePiece has them. */
function metaspace(part: Part): Cut {
  const { sign, scheme } = metaspaceIn(part);
  const cut = flagIn(part, 'split', true);
  const pattern = new RegExp(escaped(sign), 'gu');
  return ({ text, atStart }) => {
    const signed = text.replaceAll(' ', sign);
    const prefix = scheme === 'always' || (scheme === 'first' && atStart);
    const whole = { text: prefix && !signed.startsWith(sign) ? sign + signed : signed, atStart };
    return cut ? splitPiece(whole, pattern, { behaviour: 'MergedWithNext' }) : [whole];
  };
}

const schemes = ['always', 'first', 'never'];

/** The sign for a space, and when one is put before a text. */
export function metaspaceIn(part: Part): { sign: string; scheme: string } {
  const sign = textIn(part, 'replacement', '▁');
  const scheme = textIn(
    part,
    'prepend_scheme',
    flagIn(part, 'add_prefix_space', true) ? 'always' : 'never',
  );
  if (Array.from(sign).length !== 1) throw mustBe(`${part.at}.replacement`, 'one character', sign);
  if (!schemes.includes(scheme))
    throw mustBe(`${part.at}.prepend_scheme`, schemes.join(' or '), scheme);
  return { sign, scheme };
}
