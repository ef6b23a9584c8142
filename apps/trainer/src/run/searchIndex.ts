import { DataError } from '@xm/data';
import { exactIndex, type VectorIndex } from '@xm/search';
import { decodeSafetensors, encodeSafetensors } from '@xm/tensor-ops';
import type { Embedded } from './evaluate.ts';
import { readIfThere, writeWhole } from './files.ts';
import type { RunFolder } from './runFolder.ts';

/** What a query can find: one item of the held-out set. */
export interface SearchResult {
  readonly id: string;
  readonly label: string;
  /** Cosine with the query, −1…1. */
  readonly score: number;
}

/** The held-out pictures and texts of a run, ready to be searched. */
export interface RunIndex {
  readonly pictures: LabelledIndex;
  readonly texts: LabelledIndex;
}

export interface LabelledIndex {
  readonly index: VectorIndex;
  readonly labels: ReadonlyMap<string, string>;
}

export async function saveIndex(run: RunFolder, embedded: Embedded): Promise<void> {
  const { pictures, texts } = embedded;
  const bytes = encodeSafetensors(
    {
      pictures: { dtype: 'float32', shape: [pictures.count, pictures.dim], data: pictures.values },
      texts: { dtype: 'float32', shape: [texts.count, texts.dim], data: texts.values },
    },
    {
      pictureIds: JSON.stringify(embedded.pictureIds),
      pictureLabels: JSON.stringify(embedded.pictureLabels),
      textIds: JSON.stringify(embedded.textIds),
      textLabels: JSON.stringify(embedded.textLabels),
    },
  );
  await writeWhole(run.index, bytes);
}

/** @throws DataError when the run has no index yet, or it is damaged. */
export async function loadIndex(run: RunFolder): Promise<RunIndex> {
  const bytes = await readIfThere(run.index);
  if (bytes === undefined) {
    throw new DataError(
      `${run.index}: there is no such file. The run may not be finished: ` +
        `'xm train --resume ${run.path}' goes on with it.`,
    );
  }
  const { tensors, metadata } = decodeSafetensors(bytes, run.index);
  const part = (name: 'pictures' | 'texts', prefix: 'picture' | 'text'): Promise<LabelledIndex> => {
    const vectors = tensors[name];
    if (vectors === undefined || metadata[`${prefix}Ids`] === undefined) {
      throw new DataError(`${run.index}: '${name}' is not in the file. Evaluate the run again.`);
    }
    return labelledIndex(
      JSON.parse(metadata[`${prefix}Ids`]),
      JSON.parse(metadata[`${prefix}Labels`]),
      vectors.data as Float32Array,
      vectors.shape[1],
    );
  };
  return { pictures: await part('pictures', 'picture'), texts: await part('texts', 'text') };
}

export async function labelledIndex(
  ids: readonly string[],
  labels: readonly string[],
  values: Float32Array,
  dim: number,
): Promise<LabelledIndex> {
  const index = exactIndex({ dim, metric: 'cosine' });
  await index.add(ids, values);
  return { index, labels: new Map(ids.map((id, i) => [id, labels[i]])) };
}

/** The `k` best of an index for one vector, best first. */
export async function searchOne(
  { index, labels }: LabelledIndex,
  vector: Float32Array,
  k: number,
): Promise<SearchResult[]> {
  const [hits] = await index.search(vector, { k });
  return hits.map(({ id, score }) => ({ id, label: labels.get(id) ?? id, score }));
}
