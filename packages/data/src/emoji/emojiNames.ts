import { readFile } from 'node:fs/promises';
import { DataError } from '../dataError.ts';
import { packageFile } from '../node/packageFile.ts';
import { isUnspaced, wordsOf } from '../text/wordsOf.ts';

/** What an emoji is called, in one language. */
export interface EmojiName {
  /** Code points in hexadecimal, without the variation selector FE0F: '1F34E', '1F1F2-1F1EC'. */
  readonly hexcode: string;
  /** 'red apple'. Unique, but for one pair in French. */
  readonly name: string;
  /**
   * The name, then the words of its tags that are not in it: 'red apple fruit'. Where words are written
   * without spaces between, whole tags.
   */
  readonly text: string;
  /** One of nine, such as 'food-drink'. */
  readonly group: string;
}

interface EmojibaseEntry {
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
}

/** Skin tones and hair: parts of emoji, not emoji. */
const components = 'component';

/**
 * The emoji of emojibase-data without skin tones, in the order of Unicode.
 *
 * @param from a folder from whose node_modules the package is taken
 * @throws DataError when the package is not installed or lacks the language.
 */
export async function emojiNames(from: string, language: string): Promise<EmojiName[]> {
  const read = async (file: string) => {
    const path = packageFile(from, 'emojibase-data', `${language}/${file}`);
    const json = await readFile(path, 'utf8').catch(() => {
      throw new DataError(
        `emoji: emojibase-data must have the language '${language}', but ${path} cannot be read. ` +
          "Use 'en', 'de' or another folder of that package.",
      );
    });
    return JSON.parse(json);
  };
  const entries: EmojibaseEntry[] = await read('data.json');
  const { groups }: { groups: { key: string; order: number }[] } = await read('messages.json');
  const groupKeys = new Map(groups.map(({ key, order }) => [order, key]));
  return entries.flatMap(({ hexcode, label, tags = [], group }) => {
    const groupKey = group === undefined ? undefined : groupKeys.get(group);
    if (groupKey === undefined || groupKey === components) return [];
    return {
      hexcode: plainHexcode(hexcode),
      name: label,
      text: textOf(label, tags),
      group: groupKey,
    };
  });
}

/** FE0F asks for a coloured picture and is written by some packages only: joins go without it. */
export const plainHexcode = (hexcode: string): string =>
  hexcode
    .toUpperCase()
    .split('-')
    .filter((code) => code !== 'FE0F')
    .join('-');

function textOf(label: string, tags: readonly string[]): string {
  const words = new Set(wordsOf(label));
  const further = tags
    .flatMap((tag) => (isUnspaced(tag) ? [tag] : wordsOf(tag)))
    .filter((word) => (isUnspaced(word) ? !label.includes(word) : !words.has(word)));
  return [label, ...new Set(further)].join(' ');
}
