import { checkCount, checkHeldIds, checkNewIds, checkVectors } from './checks.ts';
import { scoreRows } from './scoreRows.ts';
import { type TopK, topK } from './topK.ts';
import { unitRows } from './unitRows.ts';
import type { Hit, Metric, SearchOptions, VectorIndex } from './vectorIndex.ts';

export interface ExactIndexOptions {
  /** Numbers a vector. */
  readonly dim: number;
  readonly metric: Metric;
}

/** Numbers in a block of vectors, 128 kB: it stays in the cache while every query passes over it. */
const BLOCK = 32_768;
/** Products between two pauses, some 50 ms, in which the page can paint or a caller abort. */
const WORK = 50_000_000;

/**
 * An index in memory that compares every query with every vector: exact, and quick up to some
 * hundred thousand vectors. Time O(queries · size · dim), memory 4 · dim bytes a vector.
 *
 * A search sees the index as it was when the search began, whatever is added or removed meanwhile.
 * @throws RangeError when dim or metric cannot be.
 */
export function exactIndex({ dim, metric }: ExactIndexOptions): VectorIndex {
  checkCount('exactIndex: dim', dim, "Use the dim of the model's vectors.");
  if (!Object.hasOwn(scoreRows, metric)) {
    throw new RangeError(
      `exactIndex: metric must be one of 'cosine', 'dot', 'euclidean', got '${metric}'. ` +
        "Take 'cosine' for a joint space.",
    );
  }
  const shape = { dim, metric };
  const prepare = (vectors: Float32Array) =>
    metric === 'cosine' ? unitRows(vectors, dim) : vectors;
  const held = new Set<string>();
  let ids: string[] = [];
  let vectors = new Float32Array(0);

  return {
    dim,
    metric,

    async size(): Promise<number> {
      return ids.length;
    },

    async add(newIds: readonly string[], newVectors: Float32Array): Promise<void> {
      checkVectors('add', newVectors, shape);
      checkNewIds(newIds, newVectors.length / dim, (id) => held.has(id));
      vectors = withRoom(vectors, ids.length * dim, newVectors.length);
      vectors.set(prepare(newVectors), ids.length * dim);
      for (const id of newIds) {
        ids.push(id);
        held.add(id);
      }
    },

    async remove(gone: readonly string[]): Promise<void> {
      checkHeldIds(gone, (id) => held.has(id));
      for (const id of gone) held.delete(id);
      // New arrays: a search under way goes on with the old ones.
      const kept = ids.flatMap((id, row) => (held.has(id) ? [row] : []));
      const remaining = new Float32Array(kept.length * dim);
      kept.forEach((row, i) => {
        remaining.set(vectors.subarray(row * dim, (row + 1) * dim), i * dim);
      });
      ids = kept.map((row) => ids[row]);
      vectors = remaining;
    },

    async search(queries: Float32Array, { k, signal }: SearchOptions): Promise<Hit[][]> {
      checkCount('search: k', k, 'It is how many hits a query gets.');
      checkVectors('search', queries, shape);
      const names = ids;
      const stored = vectors.subarray(0, ids.length * dim);
      const best = await nearest(prepare(queries), stored, k, shape, signal);
      return best.map((top) => top.sorted().map(({ row, score }) => ({ id: names[row], score })));
    },
  };
}

async function nearest(
  queries: Float32Array,
  vectors: Float32Array,
  k: number,
  { dim, metric }: ExactIndexOptions,
  signal: AbortSignal | undefined,
): Promise<TopK[]> {
  const size = vectors.length / dim;
  const score = scoreRows[metric];
  const rows = Math.max(4, Math.floor(BLOCK / dim));
  const scores = new Float64Array(rows);
  const best = Array.from({ length: queries.length / dim }, () => topK(Math.min(k, size)));
  let work = 0;
  signal?.throwIfAborted();
  for (let start = 0; start < size; start += rows) {
    const end = Math.min(start + rows, size);
    for (let q = 0; q < best.length; q++) {
      score(queries.subarray(q * dim, (q + 1) * dim), vectors, start, end, scores);
      for (let row = start; row < end; row++) best[q].offer(row, scores[row - start]);
      work += (end - start) * dim;
      if (work < WORK) continue;
      work = 0;
      await pause();
      signal?.throwIfAborted();
    }
  }
  return best;
}

/** Room for `more` numbers after the first `used`; doubling keeps many small additions linear. */
function withRoom(
  vectors: Float32Array<ArrayBuffer>,
  used: number,
  more: number,
): Float32Array<ArrayBuffer> {
  if (used + more <= vectors.length) return vectors;
  const larger = new Float32Array(Math.max(used + more, 2 * vectors.length));
  larger.set(vectors.subarray(0, used));
  return larger;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
