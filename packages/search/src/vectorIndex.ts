/**
 * How near two vectors are; a score is always higher for the nearer.
 *
 * - `cosine`: a·b / (‖a‖ ‖b‖), in −1…1 but for rounding (1e-7). Zeros have no direction and are
 *   refused.
 * - `dot`: a·b
 * - `euclidean`: −‖a − b‖, at most 0
 */
export type Metric = 'cosine' | 'dot' | 'euclidean';

export interface Hit {
  readonly id: string;
  /** higher is nearer; see `Metric` */
  readonly score: number;
}

export interface SearchOptions {
  /** How many hits a query, a whole number from 1. An index that holds fewer gives all it holds. */
  readonly k: number;
  readonly signal?: AbortSignal;
}

/**
 * Vectors under ids, and the nearest to a query. In memory, on disk or on a server: hence promises.
 *
 * `add` and `remove` do all or, when they reject, nothing. Every index passes `test/testIndex.ts`.
 */
export interface VectorIndex {
  readonly dim: number;
  readonly metric: Metric;

  /** How many vectors it holds. */
  size(): Promise<number>;

  /**
   * @param ids one a vector, each new to the index
   * @param vectors float32 [ids · dim], copied
   * @throws RangeError when an id is taken, lengths do not fit, or a cosine meets zeros; TypeError
   *   for a NaN or an infinity.
   */
  add(ids: readonly string[], vectors: Float32Array): Promise<void>;

  /** @throws RangeError when the index does not hold an id. */
  remove(ids: readonly string[]): Promise<void>;

  /**
   * @param queries float32 [queries · dim]
   * @returns for every query its hits, nearest first; among equals the one added first.
   * @throws as `add`; the signal's reason when aborted.
   */
  search(queries: Float32Array, options: SearchOptions): Promise<Hit[][]>;
}
