import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  blankPicture,
  codePoints,
  concat,
  DataError,
  type Dataset,
  dataset,
  type Example,
  fromExamples,
  type Inspection,
  inspect,
  map,
  type Picture,
  random,
  shapes,
  type Waveform,
} from '../src/index.ts';
import { contentHash } from '../src/inspect/contentHash.ts';
import { hash64 } from '../src/inspect/hash64.ts';
import { repeats } from '../src/inspect/repeats.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/hash64.json`, 'utf8'));

describe(golden.provenance, () => {
  test.each(golden.cases as { content: string; seed: number; expected: string }[])(
    '$content',
    ({ content, seed, expected }) => {
      const bytes = Buffer.from(content, 'hex');
      expect(hash64(bytes, seed)).toBe(BigInt(expected));
      // Wherever the bytes lie in memory.
      const moved = new Uint8Array(bytes.length + 1);
      moved.set(bytes, 1);
      expect(hash64(moved.subarray(1), seed)).toBe(BigInt(expected));
    },
  );
});

const noise = (seed: number, side = 4): Picture => {
  const { integer } = random(seed);
  return {
    ...blankPicture(side, side),
    data: Uint8Array.from({ length: 3 * side * side }, () => integer(256)),
  };
};
const tone = (hertz: number, loudness = 0.5, sampleRate = 8000): Waveform => ({
  sampleRate,
  samples: Float32Array.from({ length: 800 }, (_, i) =>
    Math.max(-1, Math.min(1, loudness * Math.sin((2 * Math.PI * hertz * i) / sampleRate))),
  ),
});
const numbered = (examples: Omit<Example, 'id'>[]): Dataset =>
  fromExamples(examples.map((example, i) => ({ id: `${i}`, ...example })));

test('a content is told apart by all that is seen or heard of it', () => {
  const picture = noise(1);
  const wide = { ...picture, width: 8, height: 2 };
  const sound = tone(440);
  const hashes = [
    contentHash.image({ id: '', image: picture }),
    contentHash.image({ id: '', image: wide }),
    contentHash.image({ id: '', image: noise(2) }),
    contentHash.speech({ id: '', speech: sound }),
    contentHash.speech({ id: '', speech: { ...sound, sampleRate: 16_000 } }),
    contentHash.text({ id: '', text: 'é' }),
    contentHash.text({ id: '', text: 'e' }),
    contentHash.video({ id: '', video: { frameRate: 25, frames: [picture, noise(2)] } }),
    contentHash.video({ id: '', video: { frameRate: 24, frames: [picture, noise(2)] } }),
    contentHash.video({ id: '', video: { frameRate: 25, frames: [noise(2), picture] } }),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(contentHash.text({ id: '', text: 'e\u0301' })).toBe(hashes[5]);
  expect(contentHash.image({ id: '', text: 'é' })).toBeUndefined();
});

test('finds what comes twice, in one dataset and in two', async () => {
  const [a, b, c, d] = [noise(1), noise(2), noise(3), noise(4)];
  const train = numbered([
    { image: a, text: 'x' },
    { image: b, text: 'y' },
    { image: { ...a, data: a.data.slice() }, text: 'x' },
    { image: c },
  ]);
  const test = numbered([{ image: d, text: 'z' }, { image: b, text: 'x' }, { speech: tone(440) }]);
  const found = await inspect({ train, test });
  expect(found.splits).toEqual({
    train: {
      examples: 4,
      modalities: { 'image+text': 3, image: 1 },
      missing: { speech: 4, text: 1 },
    },
    test: {
      examples: 3,
      modalities: { 'image+text': 2, speech: 1 },
      missing: { image: 1, speech: 2, text: 1 },
    },
  });
  expect(found.missing).toEqual({ image: 1, speech: 6, text: 2 });
  const at = (split: string, index: number) => ({ split, index });
  expect(found.duplicates).toEqual({
    image: {
      different: 4,
      repeated: 2,
      acrossSplits: 2,
      contents: [
        { count: 2, splits: { train: 1, test: 1 }, places: [at('train', 1), at('test', 1)] },
        { count: 2, splits: { train: 2 }, places: [at('train', 0), at('train', 2)] },
      ],
    },
    speech: { different: 1, repeated: 0, acrossSplits: 0, contents: [] },
    text: {
      different: 3,
      repeated: 2,
      acrossSplits: 3,
      contents: [
        {
          count: 3,
          splits: { train: 2, test: 1 },
          places: [at('train', 0), at('train', 2), at('test', 1)],
        },
      ],
    },
  });
});

test('looks at all texts of an example that has several', async () => {
  const found = await inspect(
    fromExamples([
      { id: 'a', text: 'one two', texts: ['one two', 'three'] },
      { id: 'b', text: 'one two' },
      { id: 'c', text: 'three', texts: ['one two', 'three'] },
    ]),
  );
  expect(found.textWords).toMatchObject({ least: 1, most: 2, mean: 8 / 5 });
  expect(found.textsOfOne).toMatchObject({ least: 2, most: 2 });
  // The first and the last have the same texts, whichever of them is `text`.
  expect(found.duplicates.text).toMatchObject({ different: 2, repeated: 1 });
});

test('a factor called split divides a dataset as well', async () => {
  const [train, test] = ['train', 'test'].map((split) => ({ split }));
  const found = await inspect(
    numbered([
      { text: 'a', factors: train },
      { text: 'b', factors: train },
      { text: 'a', factors: test },
    ]),
  );
  expect(Object.keys(found.splits)).toEqual(['train', 'test']);
  expect(found.duplicates.text).toMatchObject({ repeated: 1, acrossSplits: 2 });
  expect(found.factors).toEqual({ split: { train: 2, test: 1 } });
});

test('duplicates are those that a plain comparison finds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(8), fc.nat(2)), { maxLength: 60 }), (drawn) => {
      const hashes = BigUint64Array.from(drawn, ([hash]) => BigInt(hash));
      const places = drawn.map(([, split], index) => ({ split: `${split}`, index }));
      const found = repeats(hashes, (position) => places[position]);
      const positions = (hash: number) =>
        drawn.flatMap(([other], i) => (other === hash && hash !== 0 ? [i] : []));
      const groups = [1, 2, 3, 4, 5, 6, 7, 8].map(positions).filter(({ length }) => length > 0);
      const across = groups.filter((group) => new Set(group.map((i) => drawn[i][1])).size > 1);
      expect(found.different).toBe(groups.length);
      expect(found.repeated).toBe(groups.flat().length - groups.length);
      expect(found.acrossSplits).toBe(across.flat().length);
      expect(found.contents).toHaveLength(groups.filter(({ length }) => length > 1).length);
      for (const { count, splits, places: shown } of found.contents) {
        const group = groups.find(([first]) => first === shown[0].index)!;
        expect(count).toBe(group.length);
        for (const [split, many] of Object.entries(splits)) {
          expect(many).toBe(group.filter((i) => places[i].split === split).length);
          expect(shown.some((place) => place.split === split)).toBe(true);
        }
      }
    }),
  );
});

test('doubts what is of one colour, silent or cut off at full scale', async () => {
  const silent = { sampleRate: 8000, samples: new Float32Array(100).fill(0.0009) };
  const almost = blankPicture(4, 4, [9, 8, 7]);
  almost.data[47]++;
  const found = await inspect(
    numbered([
      { image: blankPicture(4, 4, [9, 8, 7]) },
      { image: almost },
      { speech: silent },
      { speech: tone(200, 1.2) },
      { speech: tone(440, 1) },
      { speech: tone(200, 0.9) },
      { speech: { sampleRate: 8000, samples: Float32Array.of(0, 0.5, 0.5, 0.5, 0.5, 0.5, 0) } },
    ]),
  );
  expect(found.doubtful).toEqual({
    constantPictures: { count: 1, places: [{ index: 0 }] },
    silentSounds: { count: 1, places: [{ index: 2 }] },
    clippedSounds: { count: 1, places: [{ index: 3 }] },
  });
});

test('counts characters as a plain walk over them does', () => {
  const text = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud83e', '\udd8a')),
  });
  fc.assert(fc.property(text, (one) => expect(codePoints(one)).toBe([...one].length)));
});

test('spreads and counts', async () => {
  const found = await inspect(
    numbered([
      { image: noise(1, 3), text: 'one two', factors: { label: 'cat', n: 1 } },
      { image: noise(2, 5), text: '猫 🐈', factors: { label: 'cat' } },
      { speech: tone(440), text: '', factors: { label: '__proto__' } },
      { video: { frameRate: 10, frames: [noise(1), noise(2), noise(3)] } },
    ]),
  );
  expect(found).toMatchObject({
    examples: 4,
    modalities: { 'image+text': 2, 'speech+text': 1, video: 1 },
    pictureSizes: { '3x3': 1, '5x5': 1 },
    pictureWidths: {
      least: 3,
      mean: 4,
      most: 5,
      counts: [
        [3, 1],
        [5, 1],
      ],
    },
    sampleRates: { 8000: 1 },
    durations: { least: 0.1, mean: 0.1, most: 0.1, counts: [[0.1, 1]] },
    textWords: {
      least: 0,
      most: 2,
      counts: [
        [0, 1],
        [2, 2],
      ],
    },
    textCharacters: {
      least: 0,
      most: 7,
      counts: [
        [0, 1],
        [3, 1],
        [7, 1],
      ],
    },
    videoFrames: { mean: 3 },
    videoDurations: { mean: 0.3 },
    splits: {},
  });
  expect(JSON.stringify(found.factors)).toBe('{"label":{"cat":2,"__proto__":1},"n":{"1":1}}');
});

test('reads several at once, and says the same in whatever order they come', async () => {
  const examples = await Promise.all(
    Array.from({ length: 150 }, (_, i) =>
      shapes({ level: 3, seed: 1, size: 8, count: 150 }).get(i),
    ),
  );
  const { uniform } = random(5);
  let [reading, most] = [0, 0];
  const slow = dataset(examples.length, async (i) => {
    reading++;
    most = Math.max(most, reading);
    await new Promise((next) => setTimeout(next, uniform(0, 4)));
    reading--;
    if (i % 10 === 3) throw new DataError(`bad ${i}`);
    return examples[i];
  });
  const steady = dataset(examples.length, async (i) => {
    if (i % 10 === 3) throw new DataError(`bad ${i}`);
    return examples[i];
  });
  const seen: number[] = [];
  const found = await inspect(slow, { onBad: 'skip', onProgress: (done) => seen.push(done) });
  expect(found).toEqual(await inspect(steady, { onBad: 'skip' }));
  expect(found.bad.items.map(({ index }) => index)).toEqual(
    Array.from({ length: 15 }, (_, i) => 10 * i + 3),
  );
  expect(seen).toEqual(examples.map((_, i) => i + 1));
  expect(most).toBeGreaterThan(4);
  expect(most).toBeLessThanOrEqual(8);
  await expect(inspect(slow)).rejects.toThrow('bad 3');
});

test('a fault of the program is not taken for bad data', async () => {
  const faulty = dataset(3, async () => {
    throw new TypeError('x is undefined');
  });
  await expect(inspect(faulty, { onBad: 'skip' })).rejects.toThrow(TypeError);
});

test('lets timers run, so that an endless source can be stopped', async () => {
  const stop = new AbortController();
  const endless = dataset(1_000_000, async (i) => ({ id: `${i}`, text: 'a' }));
  setTimeout(() => stop.abort(), 20);
  await expect(inspect(endless, { signal: stop.signal })).rejects.toThrow('aborted');
});

test('a report stays small however many examples there are', async () => {
  const { integer, uniform } = random(9);
  const many = map(fromExamples(Array.from({ length: 4000 }, (_, i) => ({ id: `${i}` }))), () => ({
    id: '',
    text: `${'word '.repeat(integer(50))}${integer(5000)}`,
    speech: { sampleRate: 1 + integer(1e6), samples: Float32Array.of(uniform()) },
    factors: { n: integer(1e6), [`factor ${integer(1000)}`]: 1 },
  }));
  const found: Inspection = await inspect(concat(many, many));
  expect(JSON.stringify(found).length).toBeLessThan(250_000);
  expect(found.examples).toBe(8000);
  expect(Object.values(found.sampleRates).reduce((a, b) => a + b)).toBe(8000);
});
