import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav } from '@xm/data';
import { readPicture } from '@xm/data/node';
import type { ConfigOf } from '../src/config/schema.ts';
import { Interrupted } from '../src/loop/interrupted.ts';
import { readLog } from '../src/run/log.ts';
import { createRun, type RunFolder, runFolder } from '../src/run/runFolder.ts';
import { trainRun } from '../src/verbs/train.ts';
import { runXm as xm } from './runXm.ts';
import { tinyGan, tinyVae } from './tinyShapes.ts';

let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-gan-'));
  run = join(folder, 'run');
  const trained = await train(tinyGan, run);
  if (trained.code !== 0) throw new Error(trained.err);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function train(config: object, out: string, ...more: string[]) {
  await writeFile(`${out}.json`, JSON.stringify(config));
  return xm('train', '--config', `${out}.json`, '--out', out, ...more);
}

const translate = (from: string, to: string, input: string, out: string, ...more: string[]) =>
  xm(
    ...['translate', '--run', run, '--from', from, '--to', to],
    '--input',
    input,
    '--out',
    out,
    ...more,
  );

test('a run has all phases, a report of its games, and says how to use it', async () => {
  const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  expect(metrics.steps).toEqual({ variational: 3, latents: 3 });
  const report = await readFile(join(run, 'report.html'), 'utf8');
  for (const title of [
    'words → picture',
    'video → speech',
    'Generators of pictures, speech, and videos',
    'Latents of videos',
  ]) {
    expect(report).toContain(title);
  }
  expect(report).not.toContain('picture → words');
  const shown = await xm('show', '--run', run);
  expect(shown.out).toContain('latents      3 steps in');
  expect(await xm('eval', '--run', run, '--json')).toMatchObject({ code: 0 });
});

test('words become pictures and sounds, the same ones for the same seed; into words it does not go', async () => {
  const captions = join(folder, 'captions.txt');
  await writeFile(captions, 'heart\nsquare\n');
  const out = (name: string): string => join(folder, name);
  const first = await translate('text', 'image', captions, out('a'), '--samples', '2', '--json');
  expect(JSON.parse(first.out).files).toHaveLength(4);
  const picture = await readPicture(join(out('a'), '000001.png'));
  expect(picture).toMatchObject({ width: 16, height: 16 });
  await translate('text', 'image', captions, out('b'), '--samples', '2');
  expect(await readPicture(join(out('b'), '000001.png'))).toEqual(picture);
  await translate('text', 'image', captions, out('c'), '--samples', '2', '--seed', '2');
  expect(await readPicture(join(out('c'), '000001.png'))).not.toEqual(picture);
  expect(await translate('text', 'speech', captions, out('d'))).toMatchObject({ code: 0 });
  const { samples } = decodeWav(await readFile(join(out('d'), '000000.wav')));
  expect(samples.length).toBeGreaterThan(100);

  const refused = await translate('image', 'text', join(out('a'), '000000.png'), out('e'));
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/can do image to speech, .*, text to image, .*, got image to text/);
  expect(refused.err).not.toMatch(/to text,/);
}, 30_000);

test('a run that is stopped in each phase and resumed is byte-identical to one that is not', async () => {
  const parts = await createRun(join(folder, 'parts'), tinyGan);
  for (const phase of [0, 1]) {
    await expect(trainUntil(parts, phase, 1)).rejects.toThrow(Interrupted);
  }
  await trainUntil(parts, 2, 0);
  const whole = runFolder(run);
  for (const file of ['modelParams', 'modelConfig'] as const) {
    expect(Buffer.compare(await readFile(parts[file]), await readFile(whole[file]))).toBe(0);
  }
  const results = async (of: RunFolder) => {
    const { seconds, ...same } = JSON.parse(await readFile(of.metrics, 'utf8'));
    return same;
  };
  expect(await results(parts)).toEqual(await results(whole));
}, 60_000);

/** Trains on, stopping after a step of a phase of this call. */
async function trainUntil(
  of: RunFolder,
  phase: number,
  step: number,
  config = tinyGan,
): Promise<void> {
  const stop = new AbortController();
  let at = -1;
  const err = Object.assign(sink(), { isTTY: true, columns: 80 });
  err.write = (text: string) => {
    if (/^(First|Then) /.test(text)) at++;
    const shown = /step +(\d+)\//.exec(text);
    if (at === phase && shown && Number(shown[1]) >= step) stop.abort();
    return true;
  };
  await trainRun(of, config, { signal: stop.signal, out: sink(), err }, 0);
}

const sink = () => ({ isTTY: false, write: () => true }) as unknown as NodeJS.WriteStream;

test('it begins from a run that has such a model, and from no other', async () => {
  const vae = join(folder, 'vae');
  expect(await train(tinyVae, vae)).toMatchObject({ code: 0 });
  const from = join(folder, 'from');
  expect(await train(tinyGan, from, '--from', vae)).toMatchObject({ code: 0 });
  expect(await readFile(runFolder(from).log, 'utf8')).toBe(
    await readFile(runFolder(vae).log, 'utf8'),
  );
  const other: ConfigOf<'gan'> = { ...tinyGan, model: { ...tinyGan.model, shared: 4 } };
  const refused = await train(other, join(folder, 'other'), '--from', vae);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('config.model.shared') });
  const twice = await train(tinyVae, join(folder, 'twice'), '--from', vae);
  expect(twice).toMatchObject({ code: 2, err: expect.stringContaining("only a run by 'gan'") });
}, 60_000);

test('a game that diverges is named, and goes on from the saved state by another config', async () => {
  const { training } = tinyGan;
  const by = (learningRate: number): ConfigOf<'gan'> => ({
    ...tinyGan,
    training: { ...training, latents: { ...training.latents, steps: 20, warmUp: 0, learningRate } },
  });
  const parts = await createRun(join(folder, 'wild'), by(0.001));
  await expect(trainUntil(parts, 1, 4, by(0.001))).rejects.toThrow(Interrupted);
  const saved = (await readLog(join(parts.path, 'latents.jsonl'))).length;
  await writeFile(parts.config, JSON.stringify(by(10)));
  const stopped = await xm('train', '--resume', parts.path);
  expect(stopped.code).toBe(2);
  expect(stopped.err).toMatch(
    /Diverged: \w+ must stay a finite number of moderate size, got \S+ at step \d+/,
  );
  expect(stopped.err).toContain(
    `The state after step ${saved} is saved, and ${parts.path}/latents.jsonl`,
  );
  expect((await readLog(join(parts.path, 'latents.jsonl'))).length).toBeGreaterThan(saved);

  await writeFile(parts.config, JSON.stringify(by(0.001)));
  expect(await xm('train', '--resume', parts.path)).toMatchObject({ code: 0 });
}, 60_000);
