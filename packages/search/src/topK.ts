/** The k best of a stream of scored rows, in O(log k) for a row that enters and O(1) for others. */
export interface TopK {
  /** Rows must come in rising order: among equal scores the earlier stays. */
  offer(row: number, score: number): void;
  /** Rows and scores, best first; among equals the lower row. */
  sorted(): { row: number; score: number }[];
}

/** A binary heap whose root is the worst of those kept. */
export function topK(k: number): TopK {
  const rows = new Uint32Array(k);
  const scores = new Float64Array(k);
  let kept = 0;

  const worse = (a: number, b: number): boolean =>
    scores[a] < scores[b] || (scores[a] === scores[b] && rows[a] > rows[b]);

  const swap = (a: number, b: number): void => {
    const row = rows[a];
    const score = scores[a];
    rows[a] = rows[b];
    scores[a] = scores[b];
    rows[b] = row;
    scores[b] = score;
  };

  const rise = (start: number): void => {
    let node = start;
    while (node > 0) {
      const parent = (node - 1) >> 1;
      if (!worse(node, parent)) return;
      swap(node, parent);
      node = parent;
    }
  };

  const sink = (): void => {
    let node = 0;
    for (;;) {
      let child = 2 * node + 1;
      if (child >= kept) return;
      if (child + 1 < kept && worse(child + 1, child)) child++;
      if (!worse(child, node)) return;
      swap(node, child);
      node = child;
    }
  };

  return {
    offer(row: number, score: number): void {
      if (kept < k) {
        rows[kept] = row;
        scores[kept] = score;
        rise(kept++);
      } else if (score > scores[0]) {
        rows[0] = row;
        scores[0] = score;
        sink();
      }
    },
    sorted(): { row: number; score: number }[] {
      return Array.from({ length: kept }, (_, i) => ({ row: rows[i], score: scores[i] })).sort(
        (a, b) => b.score - a.score || a.row - b.row,
      );
    },
  };
}
