import { specialIds, type Tokenizer } from '@xm/data';

/** How texts are framed for a decoder, which has to know where they end. */
export interface Framing {
  readonly begin: number;
  readonly end: number;
  /** Ids there are, begin and end among them. */
  readonly vocabulary: number;
}

/** Words have no ids for begin and end: they get two more. All other tokenizers frame by themselves. */
export const framingOf = ({ config, vocabularySize: size }: Tokenizer): Framing =>
  config.kind === 'words'
    ? { begin: size, end: size + 1, vocabulary: size + 2 }
    : { begin: specialIds.begin, end: specialIds.end, vocabulary: size };

/** The ids of a text between begin and end, cut so that all of them fit in `length`: `cutTexts` says of which. */
export function framed(
  tokenizer: Tokenizer,
  text: string,
  { begin, end }: Pick<Framing, 'begin' | 'end'>,
  length: number,
): number[] {
  return [begin, ...inside(tokenizer, text, { begin, end }).slice(0, length - 2), end];
}

/** The ids of a text without begin and end. */
export const inside = (
  tokenizer: Tokenizer,
  text: string,
  { begin, end }: Pick<Framing, 'begin' | 'end'>,
): number[] => Array.from(tokenizer.encode(text)).filter((id) => id !== begin && id !== end);

/** The text of ids that a decoder wrote; begin and end that it put inside are passed over. */
export const readText = (
  tokenizer: Tokenizer,
  ids: readonly number[],
  { begin, end }: Pick<Framing, 'begin' | 'end'>,
): string => tokenizer.decode(ids.filter((id) => id !== begin && id !== end));
