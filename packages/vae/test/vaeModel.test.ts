import {
  blankPicture,
  DataError,
  type Example,
  fitCharacters,
  fitWords,
  random,
  type TokenizerConfig,
  tokenizerFrom,
} from '@xm/data';
import {
  ConfigError,
  cpu,
  createRng,
  dispose,
  disposeParams,
  memory,
  useBackend,
} from '@xm/tensor-ops';
import {
  assertKnownWords,
  cutTexts,
  framingOf,
  type VaeModelConfig,
  vaeModel,
  vaeTranslator,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const words = fitWords(['big red heart', 'small blue square']);
const transformer = { dim: 8, depth: 1, heads: 2 } as const;
const conv = { kind: 'conv', size: 8, patch: 2, widths: [4, 4], blocks: 1 } as const;
const configOf = (tokenizer: TokenizerConfig): VaeModelConfig => ({
  method: 'vae',
  frameRate: 8,
  tokenizer,
  vae: {
    shared: 3,
    sampler: { width: 8, depth: 1 },
    channels: {
      image: { latents: 2, encoder: { ...conv, pooling: 'flatten' }, decoder: conv },
      text: {
        latents: 0,
        encoder: { kind: 'transformer', length: 6, ...transformer },
        decoder: { kind: 'transformer', length: 6, slots: 2, ...transformer },
        ...framingOf(tokenizerFrom(tokenizer)),
      },
    },
  },
});
const picture = () => {
  const { integer } = random(3);
  return { ...blankPicture(12, 9), data: Uint8Array.from({ length: 324 }, () => integer(256)) };
};

test.each([
  ['words, which frame nothing', words],
  ['characters, which frame themselves', fitCharacters(['big red heart'])],
])('texts stand between begin and end: %s', (_, tokenizer) => {
  const { collate, toExamples, config } = vaeModel(configOf(tokenizer.config));
  const { begin, end, vocabulary } = framingOf(tokenizer);
  const batch = collate(
    [
      { id: 'a', text: 'big red heart' },
      { id: 'b', text: 'red' },
    ],
    ['text'],
  );
  const rows = batch.text!.ids.arraySync() as number[][];
  const masks = batch.text!.mask.arraySync() as number[][];
  dispose(batch as never);
  for (const [i, row] of rows.entries()) {
    const own = row.slice(
      0,
      masks[i].reduce((a, b) => a + b),
    );
    expect([own[0], own.at(-1)]).toEqual([begin, end]);
    expect(own.slice(1, -1)).not.toContain(begin);
    expect(own.slice(1, -1)).not.toContain(end);
    expect(Math.max(...own)).toBeLessThan(vocabulary);
  }
  // What was read is written as it was.
  const inside = rows[1].slice(1, masks[1].reduce((a, b) => a + b) - 1);
  expect(toExamples('text', [[begin, ...inside, end]])).toEqual([{ text: 'red' }]);
  expect(config.vae.channels.text!.vocabulary).toBe(vocabulary);
});

test('a batch from which a modality is wholly absent has none of it; one without any is refused', () => {
  const { collate } = vaeModel(configOf(words.config));
  const texts: Example[] = [
    { id: 'a', text: 'red' },
    { id: 'b', text: 'blue' },
  ];
  const batch = collate(texts);
  expect(Object.keys(batch)).toEqual(['text', 'gaps']);
  expect(batch.gaps).toEqual({});
  dispose(batch as never);
  const none = () => collate([{ id: 'a' }, { id: 'b' }]);
  expect(none).toThrow(DataError);
  expect(none).toThrow(
    "some example of a batch must have image or text, none has: 'a', 'b'. Leave them out.",
  );
});

test('what is not finite is named before anything is computed, and leaves nothing', () => {
  const { collate } = vaeModel(configOf(words.config));
  const image = { ...blankPicture(8, 8), data: new Float32Array(192).fill(0.5) as never };
  const before = memory().numTensors;
  expect(() =>
    collate([
      { id: 'good', text: 'red', image: picture() },
      { id: 'odd', image },
    ]),
  ).toThrow(/example 'odd': image must hold finite numbers/);
  expect(memory().numTensors).toBe(before);
});

test('texts that are too long are cut, and counted', () => {
  const model = vaeModel(configOf(words.config));
  const long = 'big red heart small blue square';
  expect(cutTexts(model.config, ['red', 'big red heart small'])).toBeUndefined();
  expect(cutTexts(model.config, ['red', long])).toEqual({ count: 1, longest: 6, most: 4 });
  const batch = model.collate([{ id: 'a', text: long }], ['text']);
  const [ids] = batch.text!.ids.arraySync() as number[][];
  const { begin, end } = framingOf(words);
  expect([ids.length, ids[0], ids[5]]).toEqual([6, begin, end]);
  expect(model.toExamples('text', [ids])).toEqual([{ text: 'big red heart small' }]);
  dispose(batch as never);
});

test('translates examples, the same for the same seed, and leaks nothing', async () => {
  const model = vaeModel(JSON.parse(JSON.stringify(configOf(words.config))));
  const params = model.vae.init(createRng(1));
  const translator = vaeTranslator(model, params);
  expect(translator.directions).toEqual([
    { from: 'image', to: 'text' },
    { from: 'text', to: 'image' },
  ]);
  const texts: Example[] = [
    { id: 'a', text: 'big red heart' },
    { id: 'b', text: 'small' },
  ];
  const before = memory().numTensors;
  const first = await translator.translate('text', 'image', texts, { samples: 2, seed: 4 });
  expect(first.map((all) => all.map(({ id }) => id))).toEqual([
    ['a/0', 'a/1'],
    ['b/0', 'b/1'],
  ]);
  expect(first[0][0].image).toMatchObject({ width: 8, height: 8, channels: 3 });
  expect(first[0][0].image).not.toEqual(first[0][1].image);
  expect(await translator.translate('text', 'image', texts, { samples: 2, seed: 4 })).toEqual(
    first,
  );
  // A picture of another size is made to fit.
  const told = await translator.translate('image', 'text', [{ id: 'p', image: picture() }]);
  expect(told[0][0].text).toEqual(expect.any(String));
  expect(memory().numTensors).toBe(before);

  await expect(translator.translate('text', 'speech', texts)).rejects.toThrow(ConfigError);
  await expect(translator.translate('image', 'text', texts)).rejects.toThrow(DataError);
  await expect(
    translator.translate('text', 'image', texts, { signal: AbortSignal.abort('stop') }),
  ).rejects.toBe('stop');
  disposeParams(params);
});

test('names the words that a model has never read', () => {
  const say = (text: string) => () => assertKnownWords(words.config, [{ id: 'a', text }]);
  expect(say('big blue heart')).not.toThrow();
  expect(say('big zebra in red')).toThrow(
    /unknown words: 'zebra', 'in'\. It knows .*heart.*square/,
  );
});
