import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adamW,
  add,
  cpu,
  disposeState,
  loadParams,
  mean,
  memory,
  mul,
  type Scalar,
  scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { presets } from '../src/config/presets.ts';
import type { RunData } from '../src/data/runData.ts';
import { descent } from '../src/loop/descent.ts';
import { DivergedRun, Interrupted } from '../src/loop/interrupted.ts';
import { type Course, train } from '../src/loop/train.ts';
import { readLog } from '../src/run/log.ts';
import type { Phase } from '../src/run/runFolder.ts';

beforeAll(() => useBackend([cpu()]));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-skip-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Batch {
  readonly x: Tensor;
  /** Added to the loss: 0, or what is not finite. */
  readonly added: Tensor;
  /** 0 where the gradient is to be no number, though the loss is one. */
  readonly edge: Tensor;
}
type Bad = 'loss' | 'gradient';

/** Minimises (w − x)², and goes wrong at some steps, counted from 1. */
const learner = (bad: (step: number) => Bad | undefined) =>
  descent<Batch>({
    init: () => ({ w: tensor([0.5, -1]) }),
    objective: ({ w }, { x, added, edge }) => {
      // The root of 0 has no slope, and 0 times that is no number.
      const root = sqrt(add(mean(mul(square(w as Tensor), 0)), edge));
      const loss = add(add(mean(square(sub(w as Tensor, x))), root), added) as Scalar;
      return { loss, terms: {} };
    },
    optimizer: adamW({ learningRate: 0.05 }),
    collate: (examples, step) => ({
      x: tensor(examples.map(({ id }) => [Number(id), 1])),
      added: scalar(bad(step + 1) === 'loss' ? Number.NaN : 0),
      edge: scalar(bad(step + 1) === 'gradient' ? 0 : 1),
    }),
  });

const examples = { length: 12, get: async (i: number) => ({ id: `${i}` }) };
const data = { train: examples, heldOut: examples } as unknown as RunData;
const phase = (name: string): Phase => ({
  path: join(folder, name),
  state: join(folder, `${name}.safetensors`),
  log: join(folder, `${name}.jsonl`),
});
const course = (mostSkipped?: number): Course => ({
  seed: 4,
  augmentation: presets.quickstart.augmentation,
  training: { steps: 10, batch: 3, checkpointEvery: 100, mostSkipped },
});

/** Trains, stopping after a step, and gives what was said of skipped ones. */
async function trained(
  of: Phase,
  bad: (step: number) => Bad | undefined,
  { mostSkipped, until }: { mostSkipped?: number; until?: number } = {},
): Promise<string[]> {
  const stop = new AbortController();
  const said: string[] = [];
  const stopAt = (step: number): void => {
    if (step === until) stop.abort();
  };
  const { state } = await train(of, course(mostSkipped), learner(bad), data, {
    signal: stop.signal,
    onProgress: ({ step }) => stopAt(step),
    onSkip: (text) => {
      said.push(text);
      stopAt(Number(/^step (\d+)/.exec(text)![1]));
    },
  });
  disposeState(state);
  return said;
}
const stateOf = async (of: Phase) => {
  const { params, metadata } = loadParams(await readFile(of.state));
  const { params: tree, optimizer } = params as Record<string, Record<string, never>>;
  const moments = optimizer['mean'] as unknown as Record<string, Tensor>;
  return {
    step: Number(metadata['step']),
    numbers: [tree['w'] as unknown as Tensor, moments['w']].map((x) => [...x.dataSync()]),
  };
};

const some = (step: number): Bad | undefined =>
  ({ 3: 'loss', 4: 'gradient', 5: 'loss', 8: 'gradient' })[step] as Bad | undefined;

test('steps that are not finite are skipped, named and counted, and change nothing', async () => {
  const run = phase('run');
  const before = memory().numTensors;
  const said = await trained(run, some, { mostSkipped: 5 });
  expect(memory().numTensors).toBe(before);
  expect(said).toEqual([
    'step 3: the loss is not finite, skipped (1 of at most 5)',
    'step 4: the gradient is not finite, skipped (2 of at most 5)',
    'step 5: the loss is not finite, skipped (3 of at most 5)',
    'step 8: the gradient is not finite, skipped (1 of at most 5)',
  ]);
  expect((await readLog(run.log)).map(({ step }) => step)).toEqual([1, 2, 6, 7, 9, 10]);
  const lines = (await readFile(run.log, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(JSON.parse(lines[3])).toEqual({ step: 4, skipped: 'gradient', value: 'NaN', inARow: 2 });
  expect(JSON.parse(lines[0]).terms.gradientNorm).toBeGreaterThan(0);

  // Before and after three steps that were skipped the state is the same, but for the step.
  const short = phase('short');
  await expect(trained(short, some, { until: 2 })).rejects.toThrow(Interrupted);
  const { numbers } = await stateOf(short);
  await expect(trained(short, some, { until: 5 })).rejects.toThrow(Interrupted);
  expect(await stateOf(short)).toEqual({ step: 5, numbers });
});

test('a run that is stopped among skipped steps and resumed is the same to the byte', async () => {
  const [whole, parts] = [phase('whole'), phase('parts')];
  const said = await trained(whole, some);
  const until = async (step: number) =>
    expect(trained(parts, some, { until: step })).rejects.toThrow(Interrupted);
  await until(1);
  await until(4);
  const rest = await trained(parts, some);
  expect(rest).toEqual(said.slice(2));
  const state = async (of: Phase) => {
    const { params, metadata } = loadParams(await readFile(of.state));
    const { seconds: _, ...same } = metadata;
    return {
      params: JSON.stringify(params, (_, x) => (x?.dataSync ? [...x.dataSync()] : x)),
      same,
    };
  };
  expect(await state(parts)).toEqual(await state(whole));
  const losses = async (of: Phase) =>
    (await readLog(of.log)).map(({ loss, terms }) => [loss, terms]);
  expect(await losses(parts)).toEqual(await losses(whole));
});

test('too many in a row end it, with a state that is sound and that it can go on from', async () => {
  const run = phase('wild');
  const wild = (step: number): Bad | undefined => (step > 4 ? 'loss' : undefined);
  const ended = trained(run, wild, { mostSkipped: 2 });
  await expect(ended).rejects.toThrow(DivergedRun);
  await expect(ended).rejects.toThrow(
    /The loss was not finite in 3 steps in a row, at step 7 it was NaN\. Look for .*The state after step 7 is saved/,
  );
  const { step, numbers } = await stateOf(run);
  expect(step).toBe(7);
  expect(numbers.flat().every(Number.isFinite)).toBe(true);
  // Whoever goes on has the same patience again.
  expect(await trained(run, (at) => (at === 8 ? 'loss' : undefined), { mostSkipped: 2 })).toEqual([
    'step 8: the loss is not finite, skipped (1 of at most 2)',
  ]);
  const strict = trained(phase('strict'), wild, { mostSkipped: 0 });
  await expect(strict).rejects.toThrow(/not finite in 1 step, at step 5/);
});
