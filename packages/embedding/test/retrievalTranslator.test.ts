import { cpu, createRng, memory, type Params, useBackend } from '@xm/tensor-ops';
import { embed, retrievalTranslator } from '../src/index.ts';
import { small, things, whole } from './fourModalities.ts';

const space = small();
const complete = Array.from({ length: things }, (_, thing) => whole(thing));
let params: Params;
beforeAll(async () => {
  await useBackend([cpu()]);
  params = space.init(createRng(1));
});

test('finds the candidates whose cosines are the highest, best first', async () => {
  const translator = retrievalTranslator(space, params, { speech: complete });
  const inputs = complete.slice(2, 5);
  const found = await translator.translate('text', 'speech', inputs, { samples: 3 });
  const [queries, among] = await Promise.all([
    embed(space, params, 'text', inputs),
    embed(space, params, 'speech', complete),
  ]);
  const { dim } = queries;
  const cosine = (q: number, c: number): number =>
    Array.from({ length: dim }, (_, d) => d).reduce(
      (sum, d) => sum + queries.values[q * dim + d] * among.values[c * dim + d],
      0,
    );
  const expected = inputs.map((_, q) =>
    complete
      .map(({ id }, c) => ({ id, score: cosine(q, c) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 3)
      .map(({ id }) => id),
  );
  expect(found.map((answers) => answers.map(({ id }) => id))).toEqual(expected);
  expect(found[0][0].speech).toBeDefined();
});

test('says what it can do, and refuses the rest', async () => {
  const translator = retrievalTranslator(space, params, { text: complete, image: [] });
  expect(translator.directions).toEqual([
    { from: 'image', to: 'text' },
    { from: 'speech', to: 'text' },
    { from: 'video', to: 'text' },
  ]);
  await expect(translator.translate('text', 'image', complete)).rejects.toThrow(
    'this translator can do image to text, speech to text, video to text, got text to image.',
  );
  for (const samples of [0, 1.5, things + 1]) {
    await expect(translator.translate('image', 'text', complete, { samples })).rejects.toThrow(
      'samples must be a whole number from 1 to the 8 candidates',
    );
  }
  const wordless = [{ id: 'a', text: 'first1' }];
  await expect(translator.translate('image', 'text', wordless)).rejects.toThrow("'a' has no image");
});

test('leaves no tensor', async () => {
  const translator = retrievalTranslator(space, params, { video: complete });
  const before = memory().numTensors;
  await translator.translate('image', 'video', complete);
  expect(memory().numTensors).toBe(before);
});
