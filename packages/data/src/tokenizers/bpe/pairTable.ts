import { byteIds } from './bpeTokenizer.ts';
import { heap } from './heap.ts';
import { pairKey } from './mergePairs.ts';

export type Pair = readonly [left: number, right: number];

/** How often which ids stand side by side in some pieces of text, kept right while pairs are merged. */
export interface PairTable {
  /** Of equally frequent pairs that with the smaller left, then right id. */
  takeMostFrequent(): Pair | undefined;
  /** Puts `id` in place of every such pair, from left to right. */
  merge(pair: Pair, id: number): void;
}

interface Use {
  readonly pair: Pair;
  count: number;
  /** Where the left id stands. Some places may be out of date. */
  readonly places: number[];
}

const none = -1;

/**
 * @param pieces and how often each occurs
 * @param options.minCount rarer pairs are never given   @param options.fits whether a pair may be merged
 */
export function pairTable(
  pieces: ReadonlyMap<string, number>,
  options: { minCount: number; fits: (left: number, right: number) => boolean },
): PairTable {
  const { ids, next, previous, weights } = chain(pieces);
  const uses = new Map<number, Use>();
  const queue = heap<{ use: Use; count: number }>(
    (a, b) => a.count > b.count || (a.count === b.count && isBefore(a.use.pair, b.use.pair)),
  );
  const offer = (use: Use): void => {
    if (use.count >= options.minCount) queue.push({ use, count: use.count });
  };
  /** Counts the pair at a place, where there is one. */
  const add = (at: number, changed: Set<Use>): void => {
    const right = at === none ? none : next[at];
    if (right === none || !options.fits(ids[at], ids[right])) return;
    const key = pairKey(ids[at], ids[right]);
    let use = uses.get(key);
    if (use === undefined) {
      use = { pair: [ids[at], ids[right]], count: 0, places: [] };
      uses.set(key, use);
    }
    use.count += weights[at];
    use.places.push(at);
    changed.add(use);
  };
  const drop = (at: number): void => {
    if (at === none || next[at] === none) return;
    const use = uses.get(pairKey(ids[at], ids[next[at]]));
    if (use !== undefined) use.count -= weights[at];
  };

  const all = new Set<Use>();
  for (let at = 0; at < ids.length; at++) add(at, all);
  for (const use of all) offer(use);

  return {
    takeMostFrequent() {
      for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
        const { use, count } = top;
        if (use.count === count) return use.pair;
        offer(use);
      }
      return undefined;
    },
    merge([left, right], id) {
      const use = uses.get(pairKey(left, right));
      if (use === undefined) return;
      const changed = new Set<Use>();
      for (const at of use.places) {
        const second = next[at];
        if (ids[at] !== left || second === none || ids[second] !== right) continue;
        drop(previous[at]);
        drop(second);
        ids[at] = id;
        ids[second] = none;
        next[at] = next[second];
        if (next[at] !== none) previous[next[at]] = at;
        add(previous[at], changed);
        add(at, changed);
      }
      use.count = 0;
      use.places.length = 0;
      for (const other of changed) offer(other);
    },
  };
}

const isBefore = ([a, b]: Pair, [c, d]: Pair): boolean => a < c || (a === c && b < d);

/** The pieces' ids as chains: which place comes next and before (−1: none), how often the piece occurs. */
function chain(pieces: ReadonlyMap<string, number>) {
  const words = Array.from(pieces, ([piece, count]) => ({ word: byteIds(piece), count }));
  const length = words.reduce((sum, { word }) => sum + word.length, 0);
  const ids = new Int32Array(length);
  const next = Int32Array.from({ length }, (_, at) => at + 1);
  const previous = Int32Array.from({ length }, (_, at) => at - 1);
  const weights = new Float64Array(length);
  let start = 0;
  for (const { word, count } of words) {
    const end = start + word.length;
    ids.set(word, start);
    weights.fill(count, start, end);
    previous[start] = none;
    next[end - 1] = none;
    start = end;
  }
  return { ids, next, previous, weights };
}
