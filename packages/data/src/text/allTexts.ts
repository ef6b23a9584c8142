import type { Example } from '../example.ts';
import { everyText } from './everyText.ts';

/** The texts of some examples in one list, and who belongs to whom. */
export interface TextQueries {
  readonly texts: readonly string[];
  /** For each example the places of its texts: the correct candidates when texts are searched. */
  readonly textsOf: readonly (readonly number[])[];
  /** For each text the place of its example: the correct candidates when examples are searched. */
  readonly examplesOf: readonly (readonly number[])[];
}

/**
 * All texts of examples with several, for judging a search: each text asks, and each is a right answer to
 * its own example. `textsOf` and `examplesOf` are what `retrievalReport` takes as `correct`, save that an
 * example without a text has nothing correct and must be left out.
 */
export function allTexts(examples: readonly Pick<Example, 'text' | 'texts'>[]): TextQueries {
  const texts: string[] = [];
  const examplesOf: number[][] = [];
  const places = examples.map((own, example) =>
    everyText(own).map((one) => {
      examplesOf.push([example]);
      return texts.push(one) - 1;
    }),
  );
  return { texts, textsOf: places, examplesOf };
}
