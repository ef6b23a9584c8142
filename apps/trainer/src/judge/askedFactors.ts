import { DataError, type Example } from '@xm/data';
import type { FactorName, Layout } from './layout.ts';

/**
 * What an example's caption says, word by word: its factors without the pose.
 *
 * @throws DataError when a factor is missing, or has a word that the layout does not know.
 */
export function askedFactors(
  { id, factors = {} }: Example,
  { heads }: Pick<Layout, 'heads'>,
): Readonly<Record<FactorName, string>> {
  const entries = heads.map(({ name, words }) => {
    const word = String(factors[name]);
    if (words.includes(word)) return [name, word];
    throw new DataError(
      `judge: example '${id}' must have a '${name}' among ${words.join(', ')}; got '${word}'. ` +
        "Use examples of 'shapes' of the judge's level.",
    );
  });
  return Object.fromEntries(entries);
}
