import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors } from '@xm/tensor-ops';
import { presets } from '../src/config/presets.ts';
import type { Config } from '../src/config/schema.ts';
import { Interrupted } from '../src/loop/interrupted.ts';
import { appendLog, readLog, rewindLog } from '../src/run/log.ts';
import { createRun, openRun, type RunFolder } from '../src/run/runFolder.ts';
import { trainRun } from '../src/verbs/train.ts';
import { main } from '../src/xm.ts';

const config: Config = {
  seed: 5,
  ...presets['shapes3-embedding'],
  data: { source: 'shapes', level: 3, trainCount: 200, testCount: 40 },
  model: {
    image: { kind: 'conv', size: 16, patch: 4, widths: [8, 16], blocks: 1, pooling: 'mean' },
    text: { kind: 'transformer', length: 6, dim: 16, depth: 1, heads: 2 },
    tokenizer: 'words',
    dim: 16,
    temperature: 0.07,
    pixels: { mean: 0.5, deviation: 0.25 },
  },
  augmentation: { ...presets['quickstart'].augmentation },
  training: {
    steps: 9,
    batch: 8,
    learningRate: 0.01,
    warmUp: 2,
    weightDecay: 0.01,
    labelSmoothing: 0.1,
    checkpointEvery: 4,
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-'));
});
afterEach(() => rm(folder, { recursive: true }));

const sink = () => {
  const stream = {
    text: '',
    isTTY: false,
    write(text: string) {
      stream.text += text;
      return true;
    },
  };
  return stream as unknown as NodeJS.WriteStream & { text: string };
};

/** Trains `run`, stopping after the given step of this call. */
async function trainUntil(run: RunFolder, step = Number.POSITIVE_INFINITY): Promise<void> {
  const stop = new AbortController();
  const err = sink();
  err.write = (text: string) => {
    const shown = /step +(\d+)\//.exec(text);
    if (shown && Number(shown[1]) >= step) stop.abort();
    return true;
  };
  Object.assign(err, { isTTY: true, columns: 80 });
  await trainRun(run, config, { signal: stop.signal, out: sink(), err }, 0);
}

const xm = async (...args: string[]) => {
  const [out, err] = [sink(), sink()];
  return { code: await main(args, out, err), out: out.text, err: err.text };
};

test('a run that is stopped and resumed is byte-identical to one that is not', async () => {
  const whole = await createRun(join(folder, 'whole'), config);
  await trainUntil(whole);
  const parts = await createRun(join(folder, 'parts'), config);
  await expect(trainUntil(parts, 3)).rejects.toThrow(Interrupted);
  await expect(trainUntil(parts, 6)).rejects.toThrow('xm train --resume');
  await trainUntil(parts);

  for (const file of ['modelParams', 'modelConfig', 'index'] as const) {
    expect(Buffer.compare(await readFile(parts[file]), await readFile(whole[file]))).toBe(0);
  }
  expect(await lossesOf(parts)).toEqual(await lossesOf(whole));
  const results = async (run: RunFolder) => {
    const { seconds, stepsPerSecond, ...same } = JSON.parse(await readFile(run.metrics, 'utf8'));
    return same;
  };
  expect(await results(parts)).toEqual(await results(whole));

  // The finished run answers.
  const found = await xm('search', 'big red heart', '--run', whole.path, '--json', '-k', '3');
  expect(found).toMatchObject({ code: 0, err: '' });
  const { query, results: hits } = JSON.parse(found.out);
  expect(query).toBe('big red heart');
  expect(hits).toHaveLength(3);
  expect(hits[0]).toEqual({
    id: expect.any(String),
    label: expect.any(String),
    score: expect.any(Number),
  });
  const judged = await xm('eval', '--run', whole.path, '--json');
  expect(JSON.parse(judged.out)).toMatchObject(
    (({ heldOutPictures }) => ({ heldOutPictures }))(await results(whole)),
  );
  expect(await xm('sample', '--run', whole.path, '--count', '1', '--out', 'x')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/must be a variational model, its method is 'embedding'/),
  });
  expect(await xm('search', ' ', '--run', whole.path)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^ConfigError: search: the query is empty.*\n$/),
  });
  expect(await xm('search', 'xyzzy', '--run', whole.path)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^DataError: .*knows no word.*\n$/),
  });

  const out = join(folder, 'exported');
  const exported = await xm('export', '--run', whole.path, '--out', out, '--json');
  const { files } = JSON.parse(exported.out);
  const { tensors } = decodeSafetensors(await readFile(join(out, 'model.safetensors')));
  const original = decodeSafetensors(await readFile(whole.modelParams)).tensors;
  expect(Object.keys(tensors)).toEqual(Object.keys(original));
  expect(files['model.safetensors']).toBeLessThan(0.7 * (await readFile(whole.modelParams)).length);
  expect(await xm('export', '--run', whole.path, '--out', out)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^ConfigError: --out: .*exported must be empty/),
  });

  await truncate(whole.modelParams, 1000);
  expect(await xm('search', 'big', '--run', whole.path)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^DataError: .*model\.safetensors: .*\n$/),
  });
  const narrow = JSON.parse(await readFile(parts.modelConfig, 'utf8'));
  await writeFile(parts.modelConfig, JSON.stringify({ ...narrow, dim: 12 }));
  expect(await xm('search', 'big', '--run', parts.path)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^DataError: .*must have shape \[16,12\], got \[16,16\].*\n$/),
  });
}, 60_000);

const lossesOf = async (run: RunFolder): Promise<number[]> =>
  (await readLog(run.log)).map(({ loss }) => loss);

test('a run folder that is there is not overwritten', async () => {
  await createRun(join(folder, 'run'), config);
  await expect(createRun(join(folder, 'run'), config)).rejects.toThrow('is not overwritten');
  const { config: read } = await openRun(join(folder, 'run'));
  expect(read).toEqual(config);
});

test('a log goes back to a step and survives a line cut short', async () => {
  const path = join(folder, 'log.jsonl');
  const line = (step: number) => ({
    step,
    loss: 1,
    terms: { logitScale: 2 },
    examplesPerSecond: 3,
    dataWait: 0,
  });
  await appendLog(path, [line(1), line(2), line(3)]);
  await writeFile(path, '{"step":4,"lo', { flag: 'a' });
  expect((await readLog(path)).map(({ step }) => step)).toEqual([1, 2, 3]);
  await rewindLog(path, 2);
  expect((await readLog(path)).map(({ step }) => step)).toEqual([1, 2]);
});

test.each([
  [['search', 'red', '--run', 'nowhere'], 'DataError: nowhere: there is no such run folder.'],
  [
    ['train', '--preset', 'quick', '--out', 'x'],
    "ConfigError: --preset must be one of 'quickstart'",
  ],
  [['train', '--preset', 'quickstart'], 'ConfigError: --out: name a new folder'],
  [
    ['train', '--seed', '1.5', '--out', 'x'],
    "ConfigError: --seed must be a whole number from 0, got '1.5'.",
  ],
  [
    ['train', '--set', 'training.steps=0', '--out', 'x'],
    'ConfigError: config.training.steps must be at least 1, got 0.',
  ],
  [
    ['train', '--config', 'nowhere.json', '--out', 'x'],
    'DataError: nowhere.json: there is no such file.',
  ],
  [['train', '--resume', 'nowhere'], 'DataError: nowhere: there is no such run folder.'],
  [['dance'], "xm: unknown command 'dance'"],
])('xm %j says one line and exits with 2', async (args, message) => {
  const { code, out, err } = await xm(...args);
  expect(err.startsWith(message)).toBe(true);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test.each(['train', 'eval', 'search', 'show', 'sample', 'doctor'])(
  'xm %s --help explains itself',
  async (verb) => {
    const { code, out } = await xm(verb, '--help');
    expect(code).toBe(0);
    expect(out).toContain('--json');
  },
);

test('xm doctor lists the backends', async () => {
  const { code, out } = await xm('doctor', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).backends.map(({ name }: { name: string }) => name)).toEqual([
    'native',
    'wasm',
    'cpu',
  ]);
});
