import { readFileSync } from 'node:fs';
import {
  accuracy,
  meanAveragePrecision,
  meanRank,
  medianRank,
  ranksOfCorrect,
  recallAtK,
} from '../src/index.ts';

interface Case {
  readonly inputs: { readonly scores: number[][]; readonly correct: number[][] };
  readonly expected: {
    readonly recall: Record<string, number>;
    readonly ranks: number[];
    readonly medianRank: number;
    readonly meanRank: number;
    readonly meanAveragePrecision: number;
  };
}

const golden = JSON.parse(readFileSync(`${__dirname}/golden/retrieval.json`, 'utf8'));

describe(golden.provenance, () => {
  for (const kind of ['untied', 'tied']) {
    golden[kind].forEach(({ inputs, expected }: Case, i: number) => {
      test(`${kind} scores, case ${i}`, () => {
        const { scores, correct } = inputs;
        const recall = recallAtK(scores, { k: [1, 3, 5, 10], correct });
        expect(Object.keys(recall)).toEqual(Object.keys(expected.recall));
        for (const [name, value] of Object.entries(recall)) {
          expect(value).toBeCloseTo(expected.recall[name], 6);
        }
        expect(recallAtK(scores, { k: 3, correct })).toBe(recall['recall@3']);
        ranksOfCorrect(scores, { correct }).forEach((rank, q) => {
          expect(rank).toBeCloseTo(expected.ranks[q], 10);
        });
        expect(medianRank(scores, { correct })).toBe(expected.medianRank);
        expect(meanRank(scores, { correct })).toBeCloseTo(expected.meanRank, 10);
        expect(meanAveragePrecision(scores, { correct })).toBeCloseTo(
          expected.meanAveragePrecision,
          6,
        );
      });
    });
  }

  test('accuracy, top 1, 2 and 4', () => {
    const { inputs, expected } = golden.accuracy;
    for (const k of [1, 2, 4]) {
      expect(accuracy(inputs.logits, inputs.labels, { k })).toBeCloseTo(expected[k], 12);
    }
    expect(accuracy(inputs.logits, Int32Array.from(inputs.labels))).toBeCloseTo(expected[1], 12);
  });
});
