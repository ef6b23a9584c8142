import fc from 'fast-check';
import {
  chanceRecallAtK,
  meanAveragePrecision,
  meanRank,
  medianRank,
  ranksOfCorrect,
  recallAtK,
  retrievalReport,
} from '../src/index.ts';
import { anyRetrieval, permuted, ranksBySorting, recallBySorting } from './retrieval.ts';

const property = (name: string, check: (question: ReturnType<typeof permuted>) => void) =>
  test(name, () => {
    fc.assert(fc.property(anyRetrieval, check), { seed: 7, numRuns: 50 });
  });

const measured = ({ scores, correct }: ReturnType<typeof permuted>) => [
  ...ranksOfCorrect(scores, { correct }),
  medianRank(scores, { correct }),
  meanAveragePrecision(scores, { correct }),
  ...Object.values(recallAtK(scores, { k: [1, 2, 3, 9], correct })),
];

property('sorting in every order of the ties gives the same', (question) => {
  const { scores, correct } = question;
  const slow = ranksBySorting(question);
  ranksOfCorrect(scores, { correct }).forEach((rank, q) => {
    expect(rank).toBeCloseTo(slow[q], 10);
  });
  for (const k of [1, 2, 4]) {
    expect(recallAtK(scores, { k, correct })).toBeCloseTo(recallBySorting(question, k), 10);
  }
});

property('permuting the candidates changes nothing', (question) => {
  const before = measured(question);
  measured(permuted(question)).forEach((value, i) => {
    expect(value).toBeCloseTo(before[i], 12);
  });
});

property('recall rises with k, from 0 to 1', ({ scores, correct }) => {
  const candidates = scores[0].length;
  let last = 0;
  for (let k = 1; k <= candidates; k++) {
    const recall = recallAtK(scores, { k, correct });
    expect(recall).toBeGreaterThanOrEqual(last - 1e-12);
    last = recall;
  }
  expect(last).toBe(1);
});

property('a scorer that finds everything equal gets exactly chance', ({ scores, correct }) => {
  const constant = scores.map((row) => row.map(() => 3));
  const { chance, ...figures } = retrievalReport(constant, { correct });
  expect(figures).toEqual(chance);
});

property('the flat form says the same as lists', ({ scores, correct }) => {
  const flat = {
    scores: Float32Array.from(scores.flat()),
    queries: scores.length,
    candidates: scores[0].length,
  };
  expect(retrievalReport(flat, { correct })).toEqual(retrievalReport(scores, { correct }));
});

test('chance is what blind scorers get in the long run', () => {
  const [queries, candidates] = [4000, 30];
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const scores = Float32Array.from({ length: queries * candidates }, next);
  const correct = Array.from({ length: queries }, (_, q) => (q % 2 ? [q % 30] : [0, 5, 9, 20]));
  const { chance, ...got } = retrievalReport({ scores, queries, candidates }, { correct });
  expect(Math.abs(got['recall@1'] - chance['recall@1'])).toBeLessThan(0.02);
  expect(Math.abs(got['recall@5'] - chance['recall@5'])).toBeLessThan(0.02);
  expect(Math.abs(got.medianRank - chance.medianRank)).toBeLessThanOrEqual(1);
  expect(Math.abs(got.meanRank - chance.meanRank)).toBeLessThan(0.5);
  expect(chance['recall@1']).toBeCloseTo((chanceRecallAtK(1, 30) + chanceRecallAtK(1, 30, 4)) / 2);
});

test('figures of a small table, by hand', () => {
  const scores = [
    [0.9, 0.1, 0.5],
    [0.2, 0.1, 0.3],
  ];
  const correct = [[0], [0, 1]];
  expect([...ranksOfCorrect(scores, { correct })]).toEqual([1, 2]);
  expect(recallAtK(scores, { k: [1, 2], correct })).toEqual({ 'recall@1': 0.5, 'recall@2': 1 });
  expect(medianRank(scores, { correct })).toBe(1.5);
  expect(meanRank(scores, { correct })).toBe(1.5);
  expect(meanAveragePrecision(scores, { correct })).toBeCloseTo((1 + (1 / 2 + 2 / 3) / 2) / 2, 12);
});

test('2,000 x 2,000 takes less than 100 ms of processor', () => {
  const n = 2000;
  const scores = new Float32Array(n * n);
  for (let i = 0; i < scores.length; i++) scores[i] = (i * 7919) % 100_003;
  const times = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    ranksOfCorrect({ scores, queries: n, candidates: n });
    return process.cpuUsage(start).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(100);
});
