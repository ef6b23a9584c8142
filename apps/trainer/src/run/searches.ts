import { DataError, type Example } from '@xm/data';
import { embed, type JointSpace } from '@xm/embedding';
import type { Params } from '@xm/tensor-ops';
import type { ConfigOf } from '../config/schema.ts';
import type { Gallery } from './embedHeldOut.ts';
import { type LabelledIndex, type SearchResult, searchOne } from './searchIndex.ts';

export interface Search {
  readonly query: string;
  readonly results: readonly SearchResult[];
}

/** How many hits of a search are kept: a row of the report. */
const hits = 8;

/** The pictures that words find. */
export async function wordSearches(
  space: JointSpace,
  params: Params,
  { words }: ConfigOf<'embedding'>['searches'],
  pictures: LabelledIndex,
): Promise<Search[]> {
  const examples = words.map((text): Example => ({ id: text, text }));
  const { values, dim } = await embed(space, params, 'text', examples);
  return Promise.all(
    words.map(async (query, i) => ({
      query,
      results: await searchOne(pictures, values.slice(i * dim, (i + 1) * dim), hits),
    })),
  );
}

/** The words that pictures find, and the pictures like them. */
export const pictureSearches = (
  { pictures: asked }: ConfigOf<'embedding'>['searches'],
  gallery: Gallery,
  pictures: LabelledIndex,
  texts: LabelledIndex,
): Promise<(Search & { alike: SearchResult[] })[]> =>
  Promise.all(
    asked.map(async (query) => {
      const vector = vectorOf(gallery, query);
      const results = await searchOne(texts, vector, hits);
      const alike = (await searchOne(pictures, vector, hits + 1)).filter((r) => r.id !== query);
      return { query, results, alike: alike.slice(0, hits) };
    }),
  );

function vectorOf({ vectors: { values, dim }, ids }: Gallery, id: string): Float32Array {
  const row = ids.indexOf(id);
  if (row >= 0) return values.slice(row * dim, (row + 1) * dim);
  throw new DataError(
    `config.searches.pictures: '${id}' is not a held-out picture. Their ids look like '${ids[0]}'.`,
  );
}
