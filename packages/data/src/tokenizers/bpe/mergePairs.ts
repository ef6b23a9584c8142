import { heap } from './heap.ts';

/** Which pairs of ids become one, those of low rank first. */
export interface Merges {
  /** undefined when the pair stays. */
  rankOf(left: number, right: number): number | undefined;
  /** What the pair of that rank becomes. */
  idOf(rank: number): number;
}

/** Ids are below this. */
export const idLimit: number = 2 ** 26;

/** One number for two ids. */
export const pairKey = (left: number, right: number): number => left * idLimit + right;

const gone = -1;
const rankUnit = 2 ** 32;

/**
 * Byte-pair encoding of one word: as long as there is one, the pair of lowest rank becomes one id, the
 * leftmost first. O(n log n) for n ids.
 *
 * @see Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units".
 */
export function mergePairs(word: ArrayLike<number>, merges: Merges): number[] {
  const end = word.length;
  const ids = Array.from(word);
  const next = ids.map((_, i) => i + 1);
  const previous = ids.map((_, i) => i - 1);
  // A rank and a place as one number: rank · 2³² + place.
  const queue = heap<number>((a, b) => a < b);
  const rankAt = (at: number): number | undefined =>
    next[at] < end ? merges.rankOf(ids[at], ids[next[at]]) : undefined;
  const offer = (at: number): void => {
    const rank = rankAt(at);
    if (rank !== undefined) queue.push(rank * rankUnit + at);
  };

  for (let at = 0; at < end; at++) offer(at);
  for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
    const at = top % rankUnit;
    const rank = (top - at) / rankUnit;
    // What was offered may have become part of another pair since.
    if (ids[at] === gone || rankAt(at) !== rank) continue;
    const right = next[at];
    ids[at] = merges.idOf(rank);
    ids[right] = gone;
    next[at] = next[right];
    if (next[at] < end) previous[next[at]] = at;
    if (previous[at] >= 0) offer(previous[at]);
    offer(at);
  }
  return ids.filter((id) => id !== gone);
}
