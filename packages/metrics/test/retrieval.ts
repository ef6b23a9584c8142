import fc from 'fast-check';

interface Retrieval {
  readonly scores: number[][];
  readonly correct: number[][];
  /** an order of the candidates */
  readonly order: number[];
}

/** Small questions with few levels of score, so that most have ties. */
export const anyRetrieval: fc.Arbitrary<Retrieval> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([queries, candidates]) => {
    const all = Array.from({ length: candidates }, (_, c) => c);
    const list = <T>(item: fc.Arbitrary<T>, length: number) =>
      fc.array(item, { minLength: length, maxLength: length });
    return fc.record({
      scores: list(
        list(fc.constantFrom(Number.NEGATIVE_INFINITY, -1, 0, 0.5, 2), candidates),
        queries,
      ),
      correct: list(fc.subarray(all, { minLength: 1 }), queries),
      order: fc.shuffledSubarray(all, { minLength: candidates, maxLength: candidates }),
    });
  });

export const permuted = ({ scores, correct, order }: Retrieval): Retrieval => ({
  scores: scores.map((row) => order.map((c) => row[c])),
  correct: correct.map((items) => items.map((c) => order.indexOf(c))),
  order,
});

/** Slow twin: the mean over all orders of the candidates of the rank in a stable sort. */
export const ranksBySorting = (question: Retrieval): number[] =>
  ranksInEveryOrder(question).map((ranks) => ranks.reduce((a, b) => a + b) / ranks.length);

export const recallBySorting = (question: Retrieval, k: number): number => {
  const ranks = ranksInEveryOrder(question).flat();
  return ranks.filter((rank) => rank <= k).length / ranks.length;
};

const ranksInEveryOrder = ({ scores, correct }: Retrieval): number[][] =>
  scores.map((row, q) =>
    ordersOf(row.map((_, c) => c)).map((order) => {
      const sorted = order.sort((a, b) => (row[a] === row[b] ? 0 : row[b] - row[a]));
      return sorted.findIndex((c) => correct[q].includes(c)) + 1;
    }),
  );

const ordersOf = (items: number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) =>
        ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
      );
