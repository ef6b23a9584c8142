import { DataError, type Example, specialIds, type TokenizerConfig, tokenizerFrom } from '@xm/data';

/** Words that an error lists. */
const listed = 40;

/**
 * @throws DataError naming the words of the texts that a model has never read, and those that it has: it would
 *   take all unknown ones for the same.
 */
export function assertKnownWords(config: TokenizerConfig, examples: readonly Example[]): void {
  const tokenizer = tokenizerFrom(config);
  const isUnknown = (word: string): boolean => tokenizer.encode(word).includes(specialIds.unknown);
  const words = examples.flatMap(({ text = '' }) => text.split(/\s+/u).filter(isUnknown));
  if (words.length === 0) return;
  const named = [...new Set(words)].slice(0, listed).map((word) => `'${word}'`);
  const known =
    config.kind === 'words'
      ? ` It knows ${config.words.slice(0, listed).join(', ')}${config.words.length > listed ? ', …' : ''}.`
      : '';
  throw new DataError(`translate: unknown words: ${named.join(', ')}.${known}`);
}
