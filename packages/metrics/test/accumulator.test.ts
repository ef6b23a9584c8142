import { accumulator, accuracy, correctByLabel, recallAtK } from '../src/index.ts';

const logits = [
  [3, 1, 2],
  [0, 5, 1],
  [2, 2, 0],
  [1, 0, 9],
  [7, 8, 9],
];
const labels = [0, 2, 1, 2, 0];

test('batches of unequal size give the figure of the whole', () => {
  const batches = accumulator(accuracy);
  batches.update(logits.slice(0, 2), labels.slice(0, 2));
  const elsewhere = accumulator(accuracy);
  elsewhere.update(logits.slice(2), labels.slice(2));
  batches.merge(JSON.parse(JSON.stringify(elsewhere)));
  expect(batches.result()).toBeCloseTo(accuracy(logits, labels), 12);
  expect(batches.count).toBe(5);
  batches.reset();
  batches.update(logits, labels, { k: 3 });
  expect(batches.result()).toBe(1);
});

test('recall over batches of queries, all of one set of candidates', () => {
  const correct = labels.map((label) => [label]);
  const recall = accumulator((scores, options: { k: number; correct: number[][] }) =>
    recallAtK(scores, options),
  );
  recall.update(logits.slice(0, 4), { k: 2, correct: correct.slice(0, 4) });
  recall.update(logits.slice(4), { k: 2, correct: correct.slice(4) });
  expect(recall.result()).toBeCloseTo(recallAtK(logits, { k: 2, correct }), 12);
});

test('labels say which candidates are correct', () => {
  const pictures = ['cat', 'dog', 'cat'];
  expect(correctByLabel(['dog', 'cat'], pictures)).toEqual([[1], [0, 2]]);
  expect(correctByLabel(pictures, ['cat', 'dog'])).toEqual([[0], [1], [0]]);
});
