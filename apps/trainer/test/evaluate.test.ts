import { cpu, useBackend } from '@xm/tensor-ops';
import type { Gallery } from '../src/run/embedHeldOut.ts';
import { evaluate } from '../src/run/evaluate.ts';
import { recallTable } from '../src/screen/recallTable.ts';

beforeAll(() => useBackend([cpu()]));

/** Unit vectors of the plane at angles in degrees. */
const gallery = (items: [angle: number, name: string][]): Gallery => ({
  vectors: {
    values: Float32Array.from(
      items.flatMap(([angle]) => [
        Math.cos((angle * Math.PI) / 180),
        Math.sin((angle * Math.PI) / 180),
      ]),
    ),
    count: items.length,
    dim: 2,
  },
  rows: items.map((_, i) => i),
  ids: items.map((_, i) => `${i}`),
  labels: items.map(([, name]) => name),
  classes: items.map(([, name]) => name),
});

const embedded = {
  image: gallery([
    [0, 'red heart'],
    [10, 'red heart'],
    [90, 'blue heart'],
  ]),
  // The longer caption lies nearer to the second picture, and is wrong all the same.
  text: gallery([
    [2, 'red heart'],
    [11, 'red heart moves left'],
    [91, 'blue heart'],
  ]),
  video: gallery([[12, 'red heart moves left']]),
};

test('only a hit of exactly the same class is right; what has none is not asked', async () => {
  const recall = await evaluate(embedded);
  expect(Object.keys(recall)).toEqual(['imageToText', 'textToImage', 'textToVideo', 'videoToText']);
  expect(recall['imageToText']).toMatchObject({ queries: 3, candidates: 3 });
  expect(recall['imageToText']['recall@1']).toBeCloseTo(2 / 3, 6);
  expect(recall['imageToText'].chance['recall@1']).toBeCloseTo(1 / 3, 6);
  // 'red heart' has two pictures of three, 'blue heart' one.
  expect(recall['textToImage']).toMatchObject({ queries: 2, candidates: 3, 'recall@1': 1 });
  expect(recall['textToImage'].chance['recall@1']).toBeCloseTo((2 / 3 + 1 / 3) / 2, 6);
  expect(recall['textToVideo']).toMatchObject({ queries: 1, candidates: 1 });
});

test('directions are called as the data calls them, chance under each', async () => {
  const { image, text } = embedded;
  const recall = await evaluate({ image, text }, { image: 'written', text: 'spoken' });
  expect(Object.keys(recall)).toEqual(['writtenToSpoken', 'spokenToWritten']);
  expect(recallTable(recall).split('\n')).toEqual([
    '                          recall@1  recall@5 recall@10  median rank',
    'written → spoken             0.667     1.000     1.000            1',
    '  chance, among 3            0.333     1.000     1.000            2',
    'spoken → written             1.000     1.000     1.000            1',
    expect.stringMatching(/^ {2}chance, among 3 +0\.500 /),
  ]);
});
