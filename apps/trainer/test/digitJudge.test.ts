import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, type Example, fromExamples, random } from '@xm/data';
import { diskCache } from '@xm/data/node';
import { createRng, dispose, disposeParams, inference, memory, tensor } from '@xm/tensor-ops';
import { digitNetwork } from '../src/judge/digits/digitNetwork.ts';
import { digitOf } from '../src/judge/digits/digitOf.ts';
import { digestOf, type RealDigits } from '../src/judge/digits/learnedDigits.ts';
import { openDigitJudge } from '../src/judge/digits/openDigitJudge.ts';
import type { Sense } from '../src/judge/digits/sense.ts';
import { spokenSense } from '../src/judge/digits/spokenSense.ts';
import { digitObjective, trainDigitJudge } from '../src/judge/digits/trainDigitJudge.ts';
import { writtenSense } from '../src/judge/digits/writtenSense.ts';
import { oneThread } from './smallJudge.ts';

const seeing = writtenSense(
  { kind: 'conv', size: 16, patch: 4, widths: [8], blocks: 0, pooling: 'flatten' },
  1,
);
const hearing = spokenSense(
  {
    spectrogram: { sampleRate: 8000, fftSize: 256, windowLength: 200, hop: 100 },
    normalisation: { mean: -10, deviation: 4 },
    encoder: {
      kind: 'transformer',
      frames: 16,
      mels: 16,
      halvings: 2,
      dim: 16,
      depth: 0,
      heads: 2,
    },
  },
  1,
);

/** A white block on black, the higher the digit the lower; and a tone, the higher the higher. */
function drawn(digit: number, copy: number): Example {
  const image = blankPicture(12, 12);
  image.data.fill(255, 3 * 12 * (1 + digit), 3 * 12 * (2 + digit));
  const samples = Float32Array.from(
    { length: 1200 + 40 * copy },
    (_, t) => 0.3 * Math.sin(0.3 * t * 1.25 ** digit),
  );
  return {
    id: `${digit}/${copy}`,
    factors: { digit },
    image,
    speech: { sampleRate: 8000, samples },
  };
}

const some = (copies: number, from = 0): Example[] =>
  Array.from({ length: 10 * copies }, (_, i) => drawn(i % 10, from + Math.floor(i / 10)));
const real: RealDigits = { train: some(4), test: some(2, 4) };
const training = { seed: 1, steps: 50, batch: 20, learningRate: 0.01 };

jest.setTimeout(60_000);
beforeAll(async () => void (await oneThread()));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-digits-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ['written', seeing as Sense],
  ['spoken', hearing as Sense],
])('%s digits are learned, kept, and known again; nothing leaks', async (_, sense) => {
  const before = memory().numTensors;
  const cache = diskCache(folder);
  const told: number[] = [];
  const onProgress = (step: number): void => void told.push(step);
  const judge = await openDigitJudge({ sense, training }, real, { cache, onProgress });
  expect(told.at(-1)).toBe(training.steps);
  expect(judge.accuracy.count).toBe(20);
  expect(judge.accuracy.value).toBeGreaterThan(0.7);
  const { digits, features } = await judge.read(real.test);
  const right = real.test.filter((example, i) => digitOf(example) === digits[i]).length;
  expect(judge.accuracy.value).toBeCloseTo(right / 20, 10);
  expect(features).toMatchObject({ count: 20, dim: 64 });
  expect(await judge.read([])).toMatchObject({ digits: [], features: { count: 0 } });

  const again = await openDigitJudge({ sense, training }, real, { cache, onProgress });
  expect(told.length).toBe(training.steps);
  expect(await again.read(real.test)).toEqual({ digits, features });
  // Other content, be it of the digits that it is tested on, is another judge.
  const others = { ...real, test: real.test.slice(1) };
  const fewer = { ...training, steps: 1 };
  const other = await openDigitJudge({ sense, training: fewer }, others, { cache, onProgress });
  expect(told.length).toBe(training.steps + 1);
  expect(other.accuracy.count).toBe(19);
  for (const one of [judge, again, other]) one.dispose();
  expect(memory().numTensors).toBe(before);
});

test('the digest is of what is seen and heard and which digit it is, not of names', () => {
  const digest = digestOf(real);
  const renamed = (examples: readonly Example[]) => examples.map((one) => ({ ...one, id: 'x' }));
  expect(digestOf({ train: renamed(real.train), test: real.test })).toBe(digest);
  expect(digestOf({ train: real.test, test: real.train })).not.toBe(digest);
  const other = { ...real.test[0], factors: { digit: 1 } };
  expect(digestOf({ ...real, test: [other, ...real.test.slice(1)] })).not.toBe(digest);
});

test('the objective is the cross-entropy of the digit', async () => {
  const before = memory().numTensors;
  const network = digitNetwork(seeing);
  const params = network.init(createRng(3));
  const input = seeing.collate(real.train.slice(0, 2));
  const digits = tensor([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], [2, 10]);
  const { loss } = digitObjective(network)(params, { input, digits }, createRng(4));
  const { logits, features } = network.apply(params, input, inference);
  const values = Array.from(await logits.data());
  const surprise = (row: number, digit: number): number => {
    const own = values.slice(10 * row, 10 * row + 10);
    return Math.log(own.reduce((sum, x) => sum + Math.exp(x), 0)) - own[digit];
  };
  expect((await loss.data())[0]).toBeCloseTo((surprise(0, 3) + surprise(1, 1)) / 2, 4);
  dispose([loss, logits, features, digits]);
  dispose(input as never);
  disposeParams(params);
  expect(memory().numTensors).toBe(before);
});

test('what moves stays on black, what is said keeps its rate, each by its own chance', () => {
  const moved = seeing.change(drawn(3, 0), random(2)).image!;
  expect(moved).not.toEqual(drawn(3, 0).image);
  const corners = [0, 11, 132, 143].map((pixel) => moved.data[3 * pixel]);
  expect(corners).toEqual([0, 0, 0, 0]);
  const { speech } = hearing.change(drawn(3, 0), random(5));
  expect(speech!.sampleRate).toBe(8000);
  expect(Math.abs(speech!.samples.length - 1200)).toBeLessThan(140);
});

test('training that is stopped, or lacks a digit, leaves nothing', async () => {
  const before = memory().numTensors;
  const stop = new AbortController();
  const onProgress = (step: number): void => void (step === 2 && stop.abort('enough'));
  const source = fromExamples(real.train);
  const options = { signal: stop.signal, onProgress };
  await expect(trainDigitJudge(seeing, source, training, options)).rejects.toBe('enough');
  const nameless = fromExamples(real.train.map(({ factors: _, ...rest }) => rest));
  await expect(trainDigitJudge(seeing, nameless, training)).rejects.toThrow(
    /example '.*' must have a 'digit' of 0 to 9, got undefined/,
  );
  expect(memory().numTensors).toBe(before);
});
