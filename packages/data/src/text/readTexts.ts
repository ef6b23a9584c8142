import { type Dataset, describe } from '../dataset.ts';

/**
 * The texts of a dataset in its order, all of an example that has several, for a tokenizer to be fitted to.
 * Examples without one are passed over. No pictures or sounds are read where the dataset can do without.
 *
 * @param most examples that are read, from the first on; all unless told otherwise
 * @throws DataError when an example cannot be had.
 */
export async function readTexts(
  source: Dataset,
  most: number = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const texts: string[] = [];
  for (let index = 0; index < Math.min(source.length, most); index++) {
    const { text, texts: several } = await describe(source, index);
    texts.push(...(several ?? (text === undefined ? [] : [text])));
  }
  return texts;
}
