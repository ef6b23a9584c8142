/** The candidate with the fewest letters to change, to ask 'did you mean'. */
export function nearest(name: string, candidates: readonly string[]): string {
  const distances = candidates.map((candidate) => editDistance(name, candidate));
  return candidates[distances.indexOf(Math.min(...distances))];
}

/** @see Levenshtein 1966 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1].toLowerCase() === b[j - 1].toLowerCase() ? 0 : 1;
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + same));
    }
    row = next;
  }
  return row[b.length];
}
