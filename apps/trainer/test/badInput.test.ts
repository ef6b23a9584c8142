import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, type Dataset, type Example, shapes } from '@xm/data';
import { cpu, disposeState, memory, useBackend } from '@xm/tensor-ops';
import { presets } from '../src/config/presets.ts';
import type { RunData } from '../src/data/runData.ts';
import { train } from '../src/loop/train.ts';
import { readLog } from '../src/run/log.ts';
import { buildVaeModel } from '../src/vae/buildVaeModel.ts';
import { vaeLearner } from '../src/vae/vaeLearner.ts';
import { runXm as xm } from './runXm.ts';
import { tinyVae } from './tinyShapes.ts';

beforeAll(() => useBackend([cpu()]));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-bad-'));
});
afterEach(() => rm(folder, { recursive: true }));

const { image, text, speech, shared, sampler } = tinyVae.model;
const config = {
  ...tinyVae,
  model: { shared, sampler, image: image!, text: text!, speech: speech! },
};
const drawn = shapes({ level: 1, count: 8, seed: 3, size: 16 });

/** Eight examples, changed one by one. */
const dataOf = (change: (example: Example, i: number) => Example): RunData => {
  const dataset: Dataset = { length: 8, get: async (i) => change(await drawn.get(i), i) };
  const modalities = ['image', 'text', 'speech'];
  return { train: dataset, heldOut: dataset, modalities } as unknown as RunData;
};
const tone = (i: number) => ({
  sampleRate: 16_000,
  samples: Float32Array.from({ length: 4000 }, (_, t) => 0.3 * Math.sin((t * (i + 3)) / 20)),
});

async function trained(data: RunData): Promise<string> {
  const model = await buildVaeModel(config, data);
  const log = join(folder, 'log.jsonl');
  const run = { path: folder, state: join(folder, 'state.safetensors'), log };
  const course = {
    seed: 1,
    augmentation: presets.quickstart.augmentation,
    training: { steps: 4, batch: 2, checkpointEvery: 1 },
  };
  const { state } = await train(run, course, vaeLearner(model, config.training), data, {
    signal: new AbortController().signal,
    onProgress: () => {},
    onSkip: (line) => {
      throw new Error(line);
    },
  });
  disposeState(state);
  return log;
}

test('batches from which modalities are wholly absent teach what they have', async () => {
  const before = memory().numTensors;
  // Of four batches of two some have no picture, and some no sound.
  const log = await trained(
    dataOf(({ image: picture, ...rest }, i) => ({
      ...rest,
      ...(i < 3 && picture && { image: picture }),
      ...(i === 3 && { speech: tone(i) }),
    })),
  );
  expect(memory().numTensors).toBe(before);
  const terms = (await readLog(log)).map((line) => Object.keys(line.terms));
  expect(terms).toHaveLength(4);
  for (const modality of ['image', 'speech']) {
    expect(terms.some((names) => !names.includes(`${modality}Nll`))).toBe(true);
    expect(terms.some((names) => names.includes(`${modality}Nll`))).toBe(true);
  }
});

test('a sound that is not finite ends a run with its name, and the last state stays', async () => {
  const data = dataOf((example, i) => ({ ...example, id: `shape ${i}`, speech: tone(i) }));
  const broken: Dataset = {
    length: 8,
    get: async (i) => {
      const example = await data.train.get(i);
      if (i === 5) example.speech!.samples[10] = Number.NaN;
      return example;
    },
  };
  const run = trained({ ...data, train: broken });
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow(
    "example 'shape 5': speech must hold finite numbers, number 10 is NaN.",
  );
});

test('texts that are too long are told once when training, and when translating', async () => {
  const file = join(folder, 'config.json');
  const run = join(folder, 'run');
  const short = { ...text!, encoder: { ...text!.encoder, length: 3 } };
  const data = { source: 'shapes', level: 2, trainCount: 6, testCount: 4 };
  const model = { shared, sampler, image: image!, text: short };
  await writeFile(file, JSON.stringify({ ...tinyVae, data, model }));
  const { code, err } = await xm('train', '--config', file, '--out', run);
  expect(code).toBe(0);
  const told = err.match(/^Texts .*$/gm);
  expect(told).toHaveLength(1);
  expect(told![0]).toMatch(
    /^Texts {4}\d of 6 texts have more than 1 token, the longest \d: what lies beyond is cut\. Raise model\.text\.encoder\.length/,
  );
  const captions = join(folder, 'captions.txt');
  const known = JSON.parse(await readFile(join(run, 'model', 'config.json'), 'utf8'));
  const [first, second] = known.tokenizer.words;
  await writeFile(captions, `${first}\n${first} ${second}\n`);
  const out = join(folder, 'out');
  const way = ['--from', 'text', '--to', 'image', '--run', run, '--input', captions];
  const made = await xm('translate', ...way, '--out', out);
  expect(made).toMatchObject({
    code: 0,
    err: '1 of 2 texts has more than 1 token, the longest 2: what lies beyond is cut.\n',
  });
}, 60_000);

test('translating from no modality is refused', async () => {
  const way = ['--to', 'image', '--run', folder, '--input', 'x', '--out', join(folder, 'out')];
  expect(await xm('translate', ...way)).toMatchObject({
    code: 2,
    err: expect.stringContaining("required option '--from <modality>' not specified"),
  });
});
