import { DataError } from '../dataError.ts';
import { bpeTokenizer } from './bpe/bpeTokenizer.ts';
import { byteTokenizer } from './byteTokenizer.ts';
import { characterTokenizer } from './characterTokenizer.ts';
import { fromHuggingFace } from './huggingFace/fromHuggingFace.ts';
import type { Tokenizer, TokenizerConfig } from './tokenizer.ts';
import { wordTokenizer } from './wordTokenizer.ts';

/**
 * The tokenizer that gave this config, for instance one saved beside a model.
 *
 * @throws DataError when the config is not one that `Tokenizer.config` can be.
 */
export function tokenizerFrom(config: TokenizerConfig): Tokenizer {
  switch (config.kind) {
    case 'bytes':
      return byteTokenizer();
    case 'characters':
      return characterTokenizer(distinct('characters', config.characters));
    case 'words':
      return wordTokenizer(distinct('words', config.words));
    case 'bpe':
      return bpeTokenizer(list('merges', config.merges));
    case 'huggingFace':
      return fromHuggingFace(config.file);
    default: {
      const { kind } = config as { kind: unknown };
      throw new DataError(
        `tokenizerFrom: config.kind must be 'bytes', 'characters', 'words', 'bpe' or 'huggingFace', ` +
          `got ${JSON.stringify(kind)}.`,
      );
    }
  }
}

function list<T>(field: string, items: readonly T[]): readonly T[] {
  if (Array.isArray(items)) return items;
  throw new DataError(`tokenizerFrom: config.${field} must be a list.`);
}

function distinct(field: string, pieces: unknown): string[] {
  const sound =
    Array.isArray(pieces) &&
    pieces.every((piece) => typeof piece === 'string') &&
    new Set(pieces).size === pieces.length;
  if (sound) return pieces;
  throw new DataError(`tokenizerFrom: config.${field} must be a list of different strings.`);
}
