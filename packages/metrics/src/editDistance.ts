/**
 * Levenshtein distance: the fewest items to insert, delete or replace to make one list of another.
 *
 * @returns whole, 0…max of both lengths. Time O(a · b), memory O(b).
 * @see Levenshtein 1966; Wagner & Fischer 1974
 */
export function editDistance(a: readonly unknown[], b: readonly unknown[]): number {
  // row[j]: the distance from what was read of `a` to the first j items of `b`.
  const row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0];
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const replaced = diagonal + (a[i] === b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = Math.min(replaced, diagonal + 1, row[j] + 1);
    }
  }
  return row[b.length];
}
