import type { Dataset } from '../dataset.ts';

/**
 * The texts of a dataset in its order, for a tokenizer to be fitted to. Examples without one are passed over.
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
    const { text } = await source.get(index);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}
