import type { Metric } from './vectorIndex.ts';

/** @throws RangeError when the value is not a whole number from 1. */
export function checkCount(what: string, value: number, advice: string): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${what} must be a whole number from 1, got ${value}. ${advice}`);
  }
}

/**
 * Vectors that a metric can compare.
 *
 * @throws RangeError when the length is no multiple of dim, or a cosine meets zeros; TypeError for
 *   a NaN or an infinity.
 */
export function checkVectors(
  caller: string,
  vectors: Float32Array,
  { dim, metric }: { readonly dim: number; readonly metric: Metric },
): void {
  if (vectors.length % dim !== 0) {
    throw new RangeError(
      `${caller}: vectors must have ${dim} numbers each, got ${vectors.length} numbers in all. ` +
        'Embed them with the same model as the index.',
    );
  }
  const infinity = Number.POSITIVE_INFINITY;
  for (let start = 0; start < vectors.length; start += dim) {
    let nonzero = false;
    for (let i = start; i < start + dim; i++) {
      // False for NaN too; comparisons are quicker than calls.
      const finite = vectors[i] > -infinity && vectors[i] < infinity;
      if (!finite) {
        throw new TypeError(
          `${caller}: vectors must be finite, got ${vectors[i]} in vector ${start / dim}, ` +
            `place ${i - start}. Look for a diverged model upstream.`,
        );
      }
      nonzero ||= vectors[i] !== 0;
    }
    if (metric === 'cosine' && !nonzero) {
      throw new RangeError(
        `${caller}: a cosine needs a direction, got zeros for vector ${start / dim}. ` +
          "Leave it out, or use the metric 'dot'.",
      );
    }
  }
}

/** @throws RangeError when ids and vectors differ in number, or an id is taken or comes twice. */
export function checkNewIds(
  ids: readonly string[],
  count: number,
  taken: (id: string) => boolean,
): void {
  if (ids.length !== count) {
    throw new RangeError(
      `add: every vector needs an id, got ${ids.length} ids for ${count} vectors. ` +
        'Pass as many ids as vectors.',
    );
  }
  const repeated = firstRepeated(ids) ?? ids.find(taken);
  if (repeated !== undefined) {
    throw new RangeError(
      `add: ids must be new to the index, got '${repeated}' again. Remove it first to replace it.`,
    );
  }
}

/** @throws RangeError when an id is not held. */
export function checkHeldIds(ids: readonly string[], held: (id: string) => boolean): void {
  const missing = ids.find((id) => !held(id));
  if (missing !== undefined) {
    throw new RangeError(
      `remove: ids must be in the index, '${missing}' is not. Has it been removed already?`,
    );
  }
}

function firstRepeated(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.has(id) || !seen.add(id));
}
