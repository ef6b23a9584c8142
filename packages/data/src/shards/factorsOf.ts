import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { parseObject } from './parseJson.ts';

type Factors = NonNullable<Example['factors']>;

/**
 * What a JSON object says of an example. Numbers and texts are factors as they are, other values as JSON,
 * null is none.
 *
 * @param source what errors call it
 * @throws DataError for what is no JSON object.
 */
export function factorsOf(json: string, source: string): Factors {
  const value = parseObject(json);
  if (value === undefined) {
    throw new DataError(
      `${source}: factors must be a JSON object, got ${json.slice(0, 40)}. Mend it.`,
    );
  }
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(
    entries.map(([name, one]) => [
      name,
      typeof one === 'number' || typeof one === 'string' ? one : JSON.stringify(one),
    ]),
  );
}
