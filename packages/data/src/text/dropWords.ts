import type { Random } from '../random/random.ts';

/**
 * The text without some of its words, so that no single word decides. At least one stays.
 *
 * @param probability of each word to go, 0…1. Words are what stands between white space.
 */
export function dropWords(text: string, probability: number, random: Random): string {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const kept = words.filter(() => random.uniform() >= probability);
  if (kept.length > 0 || words.length === 0) return kept.join(' ');
  return words[random.integer(words.length)];
}
