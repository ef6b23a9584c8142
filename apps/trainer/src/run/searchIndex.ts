import { DataError, type Modality, modalities } from '@xm/data';
import { exactIndex, type VectorIndex } from '@xm/search';
import { decodeSafetensors, encodeSafetensors } from '@xm/tensor-ops';
import type { Embedded, Gallery } from './embedHeldOut.ts';
import { readIfThere, writeWhole } from './files.ts';
import type { RunFolder } from './runFolder.ts';

/** What a query can find: one item of the held-out set. */
export interface SearchResult {
  readonly id: string;
  readonly label: string;
  /** Cosine with the query, −1…1. */
  readonly score: number;
}

/** What of a run can be searched, by modality. */
export type RunIndex = Partial<Readonly<Record<Modality, LabelledIndex>>>;

export interface LabelledIndex {
  readonly index: VectorIndex;
  readonly labels: ReadonlyMap<string, string>;
}

/** What one is called in the file. */
const kinds = { image: 'picture', text: 'text', speech: 'sound', video: 'video' } as const;

export async function saveIndex(run: RunFolder, embedded: Embedded): Promise<void> {
  const galleries = modalities.flatMap((modality) => {
    const gallery = embedded[modality];
    return gallery === undefined ? [] : [{ kind: kinds[modality], ...gallery }];
  });
  const tensors = galleries.map(({ kind, vectors }) => [
    `${kind}s`,
    { dtype: 'float32', shape: [vectors.count, vectors.dim], data: vectors.values } as const,
  ]);
  const metadata = galleries.flatMap(({ kind, ids, labels }) => [
    [`${kind}Ids`, JSON.stringify(ids)],
    [`${kind}Labels`, JSON.stringify(labels)],
  ]);
  const bytes = encodeSafetensors(Object.fromEntries(tensors), Object.fromEntries(metadata));
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
  const index: Partial<Record<Modality, LabelledIndex>> = {};
  for (const modality of modalities) {
    const kind = kinds[modality];
    const vectors = tensors[`${kind}s`];
    if (vectors === undefined) continue;
    const [ids, labels] = [metadata[`${kind}Ids`], metadata[`${kind}Labels`]];
    if (ids === undefined || labels === undefined) {
      throw new DataError(`${run.index}: '${kind}s' have no names. Train into another folder.`);
    }
    index[modality] = await labelledIndex(
      JSON.parse(ids),
      JSON.parse(labels),
      vectors.data as Float32Array,
      vectors.shape[1],
    );
  }
  return index;
}

/** A gallery, ready to be searched. */
export const indexOf = ({ ids, labels, vectors }: Gallery): Promise<LabelledIndex> =>
  labelledIndex(ids, labels, vectors.values, vectors.dim);

async function labelledIndex(
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
