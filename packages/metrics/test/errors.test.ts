import {
  accumulator,
  accuracy,
  chanceRecallAtK,
  correctByLabel,
  meanAveragePrecision,
  medianRank,
  ranksOfCorrect,
  recallAtK,
  retrievalReport,
} from '../src/index.ts';

const wide = { scores: new Float32Array(6), queries: 2, candidates: 3 };

test('NaN is refused with its place', () => {
  const scores = Float32Array.of(0, 1, 2, 3, Number.NaN, 5);
  const correct = [[0], [1]];
  const message = 'got NaN for query 1, candidate 1';
  for (const metric of [ranksOfCorrect, medianRank, meanAveragePrecision, retrievalReport]) {
    expect(() => metric({ ...wide, scores }, { correct })).toThrow(message);
  }
  expect(() => recallAtK([[undefined as never]], { k: 1 })).toThrow(TypeError);
});

test('shapes that do not hold are refused', () => {
  expect(() => medianRank(wide)).toThrow("without 'correct' the matrix must be square");
  expect(() => medianRank([])).toThrow('got 0 and 0');
  expect(() => medianRank([[1, 2], [3]])).toThrow('got 2 for query 0 and 1 for query 1');
  expect(() => medianRank({ ...wide, candidates: 4 })).toThrow('need 8 scores, got 6');
  expect(() => medianRank({ ...wide, queries: 1.5 })).toThrow(RangeError);
});

test('correct items that cannot be are refused', () => {
  const refused = (correct: number[][]) => expect(() => medianRank(wide, { correct }));
  refused([[0]]).toThrow('got 1 lists for 2 queries');
  refused([[0], []]).toThrow('got none for query 1');
  refused([[0], [3]]).toThrow('in 0…2, got 3 for query 1');
  refused([[0.5], [1]]).toThrow('got 0.5 for query 0');
  refused([[0], [1, 1]]).toThrow('must differ, got [1, 1] for query 1');
  expect(() => correctByLabel(['cat'], ['dog'])).toThrow("for query 0, 'cat'");
});

test('a k that cannot be is refused', () => {
  expect(() => recallAtK(wide, { k: 0 })).toThrow('recallAtK: k must be a whole number from 1');
  expect(() => recallAtK(wide, { k: [1, 2.5] })).toThrow('got 2.5');
  expect(() => accuracy(wide, [0, 1], { k: -1 })).toThrow('accuracy: k');
  expect(() => accuracy(wide, [0, 3])).toThrow('got 3 for query 1');
  expect(() => chanceRecallAtK(1, 3, 4)).toThrow('candidates 3, correct 4');
});

test('a result before the first batch is refused', () => {
  expect(() => accumulator(accuracy).result()).toThrow('must follow a batch');
});
