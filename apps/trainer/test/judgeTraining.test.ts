import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, type Example, encodePng, shapes } from '@xm/data';
import { type DiskCache, diskCache } from '@xm/data/node';
import { createRng, disposeParams, leaves, memory, type Params } from '@xm/tensor-ops';
import fc from 'fast-check';
import { judgeManifest } from '../src/evaluation/judgeManifest.ts';
import { judgeOf } from '../src/judge/judge.ts';
import { seenJudgeConfig } from '../src/judge/judgeConfig.ts';
import { decodeJudge, encodeJudge, judgeVersion } from '../src/judge/judgeFile.ts';
import { judgeNetwork } from '../src/judge/judgeNetwork.ts';
import { judgeShapes } from '../src/judge/judgeShapes.ts';
import { testJudge } from '../src/judge/testJudge.ts';
import { trainJudge } from '../src/judge/trainJudge.ts';
import { trainVideoJudge } from '../src/judge/trainVideoJudge.ts';
import { judgeText } from '../src/screen/judgeText.ts';
import { main } from '../src/xm.ts';
import { oneThread, smallJudge, smallVideoJudge } from './smallJudge.ts';

const accuracy = {
  strict: 0.996,
  attributes: { shape: 0.996, size: 1, colour: 1 } as never,
  count: 2000,
  chance: { strict: 0.0337, attributes: { shape: 0.33, size: 0.5, colour: 0.2 } as never },
  rotationError: 4.05,
};

const numbersOf = async (params: Params): Promise<number[]> => {
  const all = await Promise.all(leaves(params).map(([, leaf]) => leaf.data()));
  return all.flatMap((values) => [...values]);
};

const drawn = (count: number, size: number, motion = false): Promise<Example[]> => {
  const source = shapes({ level: 3, count, seed: 3, size, split: 'test', motion });
  return Promise.all(Array.from({ length: count }, (_, i) => source.get(i)));
};

// It trains, and beside other tests that takes its time.
jest.setTimeout(60_000);
beforeAll(async () => void (await oneThread()));

test('a small judge learns what pictures show that it never saw, and frees all it made', async () => {
  const before = memory().numTensors;
  const told: number[] = [];
  const params = await trainJudge(smallJudge, {
    onProgress: (step, total) => void told.push(step / total),
  });
  expect(told.length).toBe(smallJudge.steps);
  expect(told.at(-1)).toBe(1);
  const figures = await testJudge(smallJudge, params);
  expect(figures.attributes.size).toBeGreaterThan(0.75);
  expect(figures.attributes.colour).toBeGreaterThan(0.4);
  expect(figures.strict).toBeGreaterThan(3 * figures.chance.strict);
  expect(figures.rotationError).toBeLessThan(60);

  // Pictures of several sizes in one call.
  const judge = judgeOf({ config: smallJudge, params, accuracy: figures });
  const { verdicts } = await judge.read([
    { id: 'blank', image: blankPicture(16, 16) },
    ...(await drawn(4, 64)),
  ]);
  expect(verdicts.length).toBe(5);
  judge.dispose();
  expect(memory().numTensors).toBe(before);
});

/** Real ones stand for those that something made. */
test('pictures of a manifest are judged by their captions, and what is wrong with it is said', async () => {
  const params = await trainJudge({ ...smallJudge, steps: 60 });
  const figures = await testJudge(smallJudge, params);
  const judge = judgeOf({ config: smallJudge, params, accuracy: figures });
  const folder = await mkdtemp(join(tmpdir(), 'xm-made-'));
  const path = join(folder, 'manifest.jsonl');
  const judged = async (...lines: string[]) => {
    await writeFile(path, lines.join('\n'));
    return judgeManifest(judge, path, new AbortController().signal);
  };
  const real = await drawn(60, 32);
  for (const [i, { image }] of real.entries()) {
    await writeFile(join(folder, `${i}.png`), encodePng(image!));
  }
  const lines = real.map(({ text }, i) => JSON.stringify({ image: `${i}.png`, caption: text }));
  const made = await judged(...lines);
  expect([made.from, made.to, made.examples]).toEqual(['text', 'image', 60]);
  const { strict, coverage } = made.figures;
  expect(strict.real).toBe(figures.strict);
  expect(Math.abs(strict.value - figures.strict)).toBeLessThan(0.2);
  expect(Math.abs(coverage.value - coverage.real!)).toBeLessThan(0.2);
  await expect(judged(...lines.slice(1, 50))).rejects.toThrow('at least 50 to be judged, got 49');
  await expect(judged(...lines, '{"image": "0.png", "caption": "big heart"}')).rejects.toThrow(
    "row 61: a caption must say one colour of red, green, yellow, blue, pink, got 'big heart'",
  );
  await expect(judged(...lines, '{"caption": "big red heart"}')).rejects.toThrow(
    'must have a picture',
  );
  judge.dispose();
  await rm(folder, { recursive: true });
});

test('the same seed gives the same params, another one others', async () => {
  const short = { ...smallJudge, steps: 3, batch: 8 };
  const [a, b, c] = [
    await trainJudge(short),
    await trainJudge(short),
    await trainJudge({ ...short, seed: 2 }),
  ];
  const numbers = await numbersOf(a);
  expect(await numbersOf(b)).toEqual(numbers);
  expect(await numbersOf(c)).not.toEqual(numbers);
  for (const params of [a, b, c]) disposeParams(params);
});

test('training that is stopped leaves nothing, neither in memory nor in the cache', async () => {
  const before = memory().numTensors;
  const stop = new AbortController();
  const onProgress = (step: number): void => void (step === 2 && stop.abort('enough'));
  const options = { signal: stop.signal, onProgress };
  await expect(trainJudge({ ...smallJudge, batch: 4 }, options)).rejects.toBe('enough');
  const folder = await mkdtemp(join(tmpdir(), 'xm-judge-'));
  const cache = diskCache(folder);
  const judged = judgeShapes(3, { cache, signal: stop.signal });
  await expect(judged).rejects.toBe('enough');
  await rm(folder, { recursive: true });
  expect(memory().numTensors).toBe(before);
});

test('a loss that is no number is told', async () => {
  const wild = { ...smallJudge, batch: 4, learningRate: 1e30 };
  await expect(trainJudge(wild)).rejects.toThrow('The loss became NaN at step');
});

test('a judge in the cache is taken from there, under the name of all that it depends on', async () => {
  const config = seenJudgeConfig.image(2, 16, 5);
  const params = judgeNetwork(config).init(createRng(9));
  const kept = await encodeJudge({ config, params, accuracy });
  const keys: unknown[] = [];
  const cache: DiskCache = {
    get: async <T>(key: unknown) => {
      keys.push(key);
      return kept as T;
    },
  };
  const judge = await judgeShapes(2, { size: 16, seed: 5, cache });
  expect(keys).toEqual([['judge of shapes', judgeVersion, config]]);
  expect(judge.config).toEqual(config);
  expect(judge.accuracy).toEqual(accuracy);
  const seen = await drawn(3, 16);
  const fresh = judgeOf({ config, params, accuracy });
  expect(await judge.read(seen)).toEqual(await fresh.read(seen));
  expect((await judge.read([])).features).toEqual({
    values: new Float32Array(0),
    count: 0,
    dim: 64,
  });
  judge.dispose();
  fresh.dispose();
});

test('a file that is damaged, or of another version, is refused', async () => {
  const params = judgeNetwork(smallJudge).init(createRng(1));
  const bytes = await encodeJudge({ config: smallJudge, params, accuracy });
  disposeParams(params);
  const before = memory().numTensors;
  const text = Buffer.from(bytes).toString('latin1');
  const other = text.replace(`version\\":${judgeVersion}`, `version\\":${judgeVersion + 1}`);
  expect(other).not.toBe(text);
  expect(() => decodeJudge(Buffer.from(other, 'latin1'), 'j', judgeNetwork)).toThrow(
    `j: this must be a judge of version ${judgeVersion}, got version ${judgeVersion + 1}`,
  );
  const cut = fc.integer({ min: 0, max: bytes.length - 1 });
  fc.assert(
    fc.property(cut, (length) => {
      expect(() => decodeJudge(bytes.slice(0, length), 'j', judgeNetwork)).toThrow('j');
    }),
    { seed: 7, numRuns: 30 },
  );
  expect(memory().numTensors).toBe(before);
});

test('what is printed says how often the judge is right, and what chance would give', () => {
  const text = judgeText({ config: seenJudgeConfig.image(3, 32), accuracy });
  expect(text.split('\n')).toEqual([
    'Judge of shapes:3 at 32 × 32, on 2,000 pictures that it never learned from:',
    '  all right 99.6% (chance 3.4%)',
    '  shape 99.6%, size 100.0%, colour 100.0%',
    '  rotation off by 4.0° in the middle',
  ]);
});

test('levels and sizes that there are not are refused before anything is trained', async () => {
  let text = '';
  const err = { write: (some: string) => (text += some) } as unknown as NodeJS.WriteStream;
  const run = (...args: string[]) => main(['judge', ...args], err, err);
  expect(await run('--level', '6')).toBe(2);
  expect(await run('--level', '3', '--size', '40')).toBe(2);
  expect(await run('--level', '3', '--kind', 'speech', '--manifest', 'm.jsonl')).toBe(2);
  expect(await run()).toBe(2);
  expect(text).toContain("--level must be 1 to 5, got '6'");
  expect(text).toContain('--size must be a multiple of 16, got 40');
  expect(text).toContain('--manifest: pictures and videos are judged by it, not speech');
});

test('a small judge of videos tells what moves, with the eyes of one of pictures', async () => {
  const before = memory().numTensors;
  const eyes = await trainJudge(smallJudge);
  const told: number[] = [];
  const params = await trainVideoJudge(smallVideoJudge, eyes, {
    onProgress: (done, total) => void told.push(done / total),
  });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  const figures = await testJudge(smallVideoJudge, params);
  expect(figures.attributes.motion).toBeGreaterThan(2 * figures.chance.attributes.motion);
  const judge = judgeOf({ config: smallVideoJudge, params, accuracy: figures });
  const { verdicts, features } = await judge.read(await drawn(3, 32, true));
  expect(verdicts.map(({ factors }) => typeof factors.motion)).toEqual(Array(3).fill('string'));
  expect(features.count).toBe(3);
  await expect(judge.read(await drawn(1, 16))).rejects.toThrow('must have a video');
  judge.dispose();
  expect(memory().numTensors).toBe(before);
});

test('a judge of videos that is stopped frees its eyes, too', async () => {
  const before = memory().numTensors;
  // While it looks at videos, and while it learns.
  for (const at of [1, 12]) {
    const stop = new AbortController();
    const eyes = judgeNetwork(smallJudge).init(createRng(1));
    const options = {
      signal: stop.signal,
      onProgress: (done: number) => void (done === at && stop.abort('enough')),
    };
    await expect(trainVideoJudge(smallVideoJudge, eyes, options)).rejects.toBe('enough');
  }
  expect(memory().numTensors).toBe(before);
});
