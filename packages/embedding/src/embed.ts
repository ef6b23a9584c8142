import { DataError, type Dataset, type Example, type Modality } from '@xm/data';
import { ConfigError, inference, type Params, tidy } from '@xm/tensor-ops';
import type { JointSpace } from './jointSpace.ts';
import { towerOf } from './towers/towers.ts';

/** Vectors in a row. */
export interface Vectors {
  /** float32 [count · dim], each of unit length */
  readonly values: Float32Array;
  readonly count: number;
  readonly dim: number;
}

export interface EmbedOptions {
  /** Examples at a time, 128 unless told otherwise. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * One modality of every example as vectors of the joint space.
 *
 * @throws ConfigError for a batch below 1 or a modality that the space does not know; DataError when an
 *   example lacks the modality; the signal's reason when aborted.
 */
export async function embed(
  space: JointSpace,
  params: Params,
  modality: Modality,
  source: Dataset | readonly Example[],
  options: EmbedOptions = {},
): Promise<Vectors> {
  const { batch = 128, signal, onProgress } = options;
  if (!Number.isInteger(batch) || batch < 1) {
    throw new ConfigError(`embed: batch must be a whole number from 1, got ${batch}.`);
  }
  const tower = towerOf(space.towers, modality);
  const { dim } = space.config;
  const values = new Float32Array(source.length * dim);
  for (let start = 0; start < source.length; start += batch) {
    signal?.throwIfAborted();
    const end = Math.min(start + batch, source.length);
    const examples = await read(source, start, end);
    assertHave(modality, examples);
    const vectors = tidy(() =>
      tower.apply(params[modality] as Params, tower.collate(examples), inference),
    );
    values.set((await vectors.data()) as Float32Array, start * dim);
    vectors.dispose();
    onProgress?.(end, source.length);
  }
  return { values, count: source.length, dim };
}

const read = (
  source: Dataset | readonly Example[],
  start: number,
  end: number,
): Promise<readonly Example[]> | readonly Example[] =>
  'get' in source
    ? Promise.all(Array.from({ length: end - start }, (_, i) => source.get(start + i)))
    : source.slice(start, end);

function assertHave(modality: Modality, examples: readonly Example[]): void {
  const without = examples.find((example) => example[modality] === undefined);
  if (without === undefined) return;
  throw new DataError(
    `embed: example '${without.id}' has no ${modality}. Filter such examples out first.`,
  );
}
