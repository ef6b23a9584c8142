import { tokenizerFrom } from '@xm/data';
import { inside } from './framing.ts';
import type { VaeModelConfig } from './vaeModel.ts';

/** Texts that are longer than a model can write: it sees their beginnings alone. */
export interface CutTexts {
  readonly count: number;
  /** Tokens of the longest, begin and end not among them. */
  readonly longest: number;
  /** Tokens that there is room for. */
  readonly most: number;
}

/** What a model would cut of some texts; undefined when it has room for all, or reads none. */
export function cutTexts(
  { vae: { channels }, tokenizer }: VaeModelConfig,
  texts: readonly string[],
): CutTexts | undefined {
  const { text } = channels;
  if (!text || !tokenizer) return undefined;
  const reader = tokenizerFrom(tokenizer);
  const most = text.decoder.length - 2;
  const lengths = texts.map((one) => inside(reader, one, text).length);
  const count = lengths.filter((length) => length > most).length;
  const longest = lengths.reduce((greatest, length) => Math.max(greatest, length), 0);
  return count > 0 ? { count, longest, most } : undefined;
}
