import {
  ConfigError,
  cpu,
  createRng,
  inference,
  normal,
  ShapeError,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import {
  type GenerateOptions,
  generateText,
  type Memory,
  sampleToken,
  type TextDecoderConfig,
  type Tokens,
  textDecoder,
  textDecoderSizes,
} from '../src/index.ts';
import { describeNetwork, run } from './describeNetwork.ts';

beforeAll(() => useBackend([cpu()]));

const vector: TextDecoderConfig = {
  kind: 'transformer',
  length: 5,
  dim: 4,
  depth: 2,
  heads: 2,
  slots: 2,
};
const slotted: TextDecoderConfig = { ...vector, slots: 0 };
const [vocabulary, features] = [7, 3];
const build = (config: TextDecoderConfig) => textDecoder(config, vocabulary, features);

const texts = (ids: number[], mask: number[] = ids.map((id) => Math.min(id, 1))): Tokens => ({
  ids: tensor(ids, [2, ids.length / 2], 'int32'),
  mask: tensor(mask, [2, ids.length / 2]),
});
const row = (): Memory => ({ memory: normal(createRng(5), [2, features]) });
const slots = (beyond = 0): Memory => {
  const memoryMask = tensor([1, 1, 1, 1, 0, 0], [2, 3]);
  const values = normal(createRng(5), [2, 3, features]).dataSync();
  const memory = values.map((v, i) => (i < 4 * features ? v : beyond));
  return { memory: tensor(memory, [2, 3, features]), memoryMask };
};
const said = () => texts([2, 4, 5, 6, 3, 2, 6, 3, 0, 0]);

describeNetwork('textDecoder of a vector', build, vector, () => ({ ...said(), ...row() }));
describeNetwork('textDecoder of slots', build, slotted, () => ({ ...said(), ...slots() }));

test.each([
  ['a vector', vector, row],
  ['slots', slotted, slots],
])('told by %s: a later token changes no earlier logits', (_, config, told) => {
  const memory = told();
  const before = run(build(config), { ...said(), ...memory });
  for (let last = 1; last < 5; last++) {
    const ids = [...said().ids.dataSync()].map((id, i) => (i % 5 >= last ? (id + 1) % 7 : id));
    const after = run(build(config), { ...texts(ids, Array(10).fill(1)), ...memory });
    const changed = after.map((value, i) => value !== before[i]);
    const position = (i: number) => Math.floor(i / vocabulary) % 5;
    // All that comes before is as it was, in the first text; the second had another mask.
    expect(changed.some((is, i) => is && i < 35 && position(i) < last)).toBe(false);
    expect(changed.some((is, i) => is && i < 35 && position(i) === last)).toBe(true);
  }
});

test('padding changes nothing, neither in the text nor in the memory', () => {
  const there = (values: number[]) => values.slice(0, (5 + 3) * vocabulary);
  const padded = texts([2, 4, 5, 6, 3, 2, 6, 3, 5, 5], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  expect(there(run(build(slotted), { ...padded, ...slots(100) }))).toEqual(
    there(run(build(slotted), { ...said(), ...slots() })),
  );
});

test('the memory matters, at every position', () => {
  const other: Memory = { memory: normal(createRng(6), [2, features]) };
  const [a, b] = [row(), other].map((memory) => run(build(vector), { ...said(), ...memory }));
  a.forEach((value, i) => {
    expect(value).not.toBe(b[i]);
  });
});

test('shorter texts than the config’s are taken as they are', () => {
  const short = texts([2, 4, 5, 2, 6, 3]);
  const values = run(build(vector), { ...short, ...row() });
  const long = run(build(vector), { ...texts([2, 4, 5, 0, 0, 2, 6, 3, 0, 0]), ...row() });
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(long[i < 21 ? i : i + 14], 5);
  });
});

test.each(Object.entries(textDecoderSizes))('%s gives logits', (_, config) => {
  const ids = zeros([1, config.length], 'int32');
  const input = { ids, mask: zeros([1, config.length]), memory: zeros([1, 8]) };
  const values = run(textDecoder(config, 20, 8), input);
  expect(values).toHaveLength(config.length * 20);
  expect(values.every(Number.isFinite)).toBe(true);
});

describe('generateText', () => {
  const greedy: GenerateOptions = {
    length: 5,
    temperature: 0,
    begin: 2,
    end: 3,
    rng: createRng(1),
  };

  test('greedy: what it writes is the most probable of what it would say', async () => {
    const decoder = build(vector);
    let ended = 0;
    for (let seed = 0; seed < 12; seed++) {
      const params = decoder.init(createRng(seed));
      const written = await generateText(decoder, params, row(), greedy);
      const ids = written.flatMap((text) => [2, ...text, 0, 0, 0, 0].slice(0, 5));
      const mask = written.flatMap(({ length }) =>
        [0, 1, 2, 3, 4].map((i) => (i <= length ? 1 : 0)),
      );
      const told = { ...texts(ids, mask), ...row() };
      const logits = decoder.apply(params, told, inference).dataSync();
      written.forEach((text, r) => {
        const best = Array.from({ length: Math.min(text.length + 1, 4) }, (_, i) => {
          const own = [...logits.slice((r * 5 + i) * vocabulary, (r * 5 + i + 1) * vocabulary)];
          return own.indexOf(Math.max(...own));
        });
        expect(text.length < 4 ? [...text, 3] : text).toEqual(best);
        ended += Number(text.length < 4);
      });
    }
    // The seeds have both: texts that end and texts that are cut.
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(24);
  });

  test('draws the same from the same seed, and others from others', async () => {
    const decoder = build(vector);
    const params = decoder.init(createRng(1));
    const write = (seed: number) =>
      generateText(decoder, params, row(), { ...greedy, temperature: 2, rng: createRng(seed) });
    expect(await write(1)).toEqual(await write(1));
    const several = await Promise.all([1, 2, 3, 4].map(write));
    expect(new Set(several.map((texts) => JSON.stringify(texts))).size).toBeGreaterThan(1);
  });

  test('nothing is left, and it can be stopped', async () => {
    const decoder = build(slotted);
    const params = decoder.init(createRng(1));
    const memory = slots();
    await leaksNothing(async () => {
      await generateText(decoder, params, memory, greedy);
      return [];
    });
    const signal = AbortSignal.abort(new Error('enough'));
    const stopped = generateText(decoder, params, memory, { ...greedy, signal });
    await expect(stopped).rejects.toThrow('enough');
  });

  test.each([
    [{ length: 1 }, 'length must be an integer of at least 2, got 1.'],
    [{ length: 9 }, 'textDecoder: ids must have shape [any,5], got [2,9].'],
    [{ temperature: -1 }, 'temperature must be finite and at least 0, got -1.'],
    [{ topK: 0 }, 'topK must be an integer of at least 1, got 0.'],
    [{ topP: 0 }, 'topP must be above 0 and at most 1, got 0.'],
  ])('refuses %p', async (wrong, message) => {
    const decoder = build(vector);
    const params = decoder.init(createRng(1));
    const written = generateText(decoder, params, row(), { ...greedy, ...wrong });
    await expect(written).rejects.toThrow(message);
  });
});

describe('sampleToken', () => {
  const logits = Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log);
  const drawn = (options: Parameters<typeof sampleToken>[1]) =>
    Array.from({ length: 1000 }, (_, i) => sampleToken(logits, options, i / 1000));
  const shares = (ids: number[]) => [0, 1, 2, 3].map((id) => ids.filter((x) => x === id).length);

  test.each([
    ['as probable as they are', { temperature: 1 }, [100, 400, 200, 300]],
    ['the most probable', { temperature: 0 }, [0, 1000, 0, 0]],
    ['squared and made to sum to one', { temperature: 0.5 }, [33, 533, 133, 300]],
    ['the two most probable', { temperature: 1, topK: 2 }, [0, 571, 0, 429]],
    ['those that reach a half', { temperature: 1, topP: 0.5 }, [0, 571, 0, 429]],
    ['the first alone when it is enough', { temperature: 1, topP: 0.39 }, [0, 1000, 0, 0]],
    ['both cuts', { temperature: 1, topK: 3, topP: 0.9 }, [0, 444, 222, 333]],
  ])('draws tokens: %s', (_, options, wanted) => {
    shares(drawn(options)).forEach((share, id) => {
      expect(Math.abs(share - wanted[id])).toBeLessThanOrEqual(1);
    });
  });

  test('says when there is nothing to draw from', () => {
    const broken = Float32Array.from([0, Number.NaN]);
    expect(() => sampleToken(broken, { temperature: 0 }, 0)).toThrow(
      'sampleToken: logits must be numbers, got NaN at 1.',
    );
  });
});

test('what does not fit is refused', () => {
  expect(() => build({ ...vector, heads: 3 })).toThrow(ConfigError);
  const refuse = (config: TextDecoderConfig, tokens: Tokens, memory: Tensor) =>
    expect(() => run(build(config), { ...tokens, memory }));
  const other = { ...said(), mask: zeros([2, 4]) };
  refuse(vector, other, zeros([2, 3])).toThrow(
    'textDecoder: mask must have shape [2,5], got [2,4].',
  );
  refuse(vector, said(), zeros([2, 1, 3])).toThrow('slots: 0 is for memories of several.');
  refuse(slotted, said(), zeros([2, 3])).toThrow(ShapeError);
});
