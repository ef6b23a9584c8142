import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@xm/data';
import { readPicture } from '@xm/data/node';
import { presets } from '../src/config/presets.ts';
import type { Config } from '../src/config/schema.ts';
import { runXm as xm } from './runXm.ts';

// espeak-ng gets quick only after some sentences.
jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-'));
});
afterEach(() => rm(folder, { recursive: true }));

const image = {
  ...({ kind: 'conv', pooling: 'mean' } as const),
  size: 16,
  patch: 4,
  widths: [8],
  blocks: 0,
};
const transformer = { kind: 'transformer', dim: 8, depth: 1, heads: 2 } as const;
const speech = { ...transformer, frames: 32, mels: 16, halvings: 2 } as const;

const train = (name: 'shapes3-embedding' | 'digits-embedding', change: Partial<Config>) => ({
  seed: 2,
  ...presets[name],
  ...change,
  training: { ...presets[name].training, steps: 3, batch: 4, checkpointEvery: 3 },
});

async function written(config: object): Promise<string> {
  const path = join(folder, 'config.json');
  await writeFile(path, JSON.stringify(config));
  return path;
}

test('shapes are seen, read, heard and seen moving: every direction is judged', async () => {
  const config = train('shapes3-embedding', {
    data: {
      source: 'shapes',
      level: 1,
      modalities: ['image', 'text', 'speech', 'video'],
      trainCount: 8,
      testCount: 4,
    },
    model: {
      ...presets['shapes3-embedding'].model,
      image,
      text: { ...transformer, length: 6 },
      speech,
      video: { ...transformer, kind: 'frames', time: 2, image },
    },
    searches: { words: ['heart'], pictures: [] },
  });
  const run = join(folder, 'run');
  const trained = await xm('train', '--config', await written(config), '--out', run);
  expect(trained).toMatchObject({ code: 0 });
  const { heldOutPictures } = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  expect(Object.keys(heldOutPictures)).toEqual([
    ...['imageToSpeech', 'speechToImage', 'imageToText', 'textToImage'],
    // A picture and a video never have the same caption.
    ...['speechToText', 'textToSpeech', 'speechToVideo', 'videoToSpeech'],
    ...['textToVideo', 'videoToText'],
  ]);
  // Both kinds are spoken.
  expect(heldOutPictures.speechToText.queries).toBe(8);
  expect(heldOutPictures.videoToText.queries).toBe(4);
  expect(trained.out).toContain('speech → words');
  expect(await readFile(join(run, 'report.html'), 'utf8')).toContain('video → words');

  const judged = await xm('eval', '--run', run, '--json');
  expect(JSON.parse(judged.out)).toMatchObject({ heldOutPictures });
  const found = await xm('search', 'heart', '--run', run, '--among', 'videos', '--json');
  expect(JSON.parse(found.out).results).toHaveLength(4);
  expect(await xm('eval', '--run', run, '--spoken', folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--spoken: only a run of digits is told folders'),
  });
});

test('digits are seen and heard; others are judged from other folders', async () => {
  await writeDigits(join(folder, 'learned'), 'train', [0, 1, 2, 0, 1, 2], [5, 6]);
  await writeDigits(join(folder, 'learned'), 't10k', [0, 1, 2], [0]);
  await writeDigits(join(folder, 'others'), 't10k', [2, 1, 1, 0], [45, 46, 47]);
  const config = train('digits-embedding', {
    model: { ...presets['digits-embedding'].model, image, speech },
  });
  const run = join(folder, 'run');
  const folders = (name: string): string[] => [
    ...['--written', join(folder, name, 'written')],
    ...['--spoken', join(folder, name, 'spoken')],
  ];
  const path = await written(config);
  expect(
    await xm('train', '--config', path, '--out', run, ...folders('learned'), '--json'),
  ).toMatchObject({ code: 0 });
  const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  expect(metrics.spokenToWritten).toMatchObject({ queries: 3, candidates: 3 });

  // What was learned from need not be there.
  await rm(join(folder, 'learned'), { recursive: true });
  const judged = JSON.parse((await xm('eval', '--run', run, ...folders('others'), '--json')).out);
  expect(Object.keys(judged)).toEqual(['backend', 'writtenToSpoken', 'spokenToWritten']);
  expect(judged.writtenToSpoken).toMatchObject({ queries: 4, candidates: 9 });
  expect(judged.spokenToWritten).toMatchObject({
    'recall@1': expect.any(Number),
    queries: 9,
    candidates: 4,
    // Of the nine recordings three each are of 0, 1, 2; of the four pictures one, two, one.
    chance: { 'recall@1': expect.closeTo((3 * 0.25 + 3 * 0.5 + 3 * 0.25) / 9, 6) },
  });
  expect(await xm('search', 'one', '--run', run)).toMatchObject({ code: 2 });
});

test('digits that are said are painted, and those that are written are said', async () => {
  await writeDigits(join(folder, 'learned'), 'train', [0, 1, 2, 0, 1, 2], [5, 6]);
  await writeDigits(join(folder, 'learned'), 't10k', [0, 1, 2], [0]);
  const preset = presets['digits-vae'];
  const painter = { patch: 4, widths: [8], blocks: 0 };
  const config = {
    seed: 2,
    ...preset,
    model: {
      ...preset.model,
      image: { latents: 2, encoder: image, decoder: painter },
      speech: { latents: 2, encoder: speech, decoder: painter },
      sampler: { width: 8, depth: 1 },
    },
    training: { ...preset.training, steps: 3, batch: 4, samplerSteps: 2 },
  };
  const run = join(folder, 'run');
  const folders = [
    ...['--written', join(folder, 'learned', 'written')],
    ...['--spoken', join(folder, 'learned', 'spoken')],
  ];
  expect(
    await xm('train', '--config', await written(config), '--out', run, ...folders),
  ).toMatchObject({ code: 0 });
  const report = await readFile(join(run, 'report.html'), 'utf8');
  expect(report).toContain('A variational model of pictures and speech');
  expect(report).toContain('speech → picture');

  const said = join(folder, 'learned', 'spoken', '1_ann_0.wav');
  const painted = join(folder, 'painted');
  const translate = ['translate', '--run', run, '--from', 'speech', '--to'];
  expect(
    await xm(...translate, 'image', '--input', said, '--out', painted, '--samples', '2'),
  ).toMatchObject({ code: 0 });
  expect(await readPicture(join(painted, '000001.png'))).toMatchObject({ width: 16, height: 16 });
  expect(
    await xm(...translate, 'text', '--input', said, '--out', join(folder, 'no')),
  ).toMatchObject({
    code: 2,
    err: expect.stringContaining('can do image to speech, speech to image, got speech to text'),
  });

  // Of three nothing is judged, so nothing is learned from; and what was learned from need not be there.
  await writeDigits(join(folder, 'others'), 't10k', [2, 1, 1, 0], [45, 46, 47]);
  await rm(join(folder, 'learned'), { recursive: true });
  const others = [
    ...['--written', join(folder, 'others', 'written')],
    ...['--spoken', join(folder, 'others', 'spoken')],
  ];
  const { out } = await xm('eval', '--run', run, '--json', ...others);
  const likelihood = { nats: expect.any(Number), examples: 4, samples: 32 };
  expect(JSON.parse(out)).toEqual({ backend: expect.any(String), likelihood });
});

test('a model of what the data lacks is refused before anything is learned', async () => {
  const config = train('shapes3-embedding', {
    data: { source: 'shapes', level: 1, trainCount: 8, testCount: 4 },
    model: { ...presets['shapes3-embedding'].model, image, speech },
  });
  expect(
    await xm('train', '--config', await written(config), '--out', join(folder, 'run')),
  ).toMatchObject({
    code: 2,
    err: expect.stringContaining('config.model.speech: the data, shapes, has image, text.'),
  });
});

/** Digits of three: the picture is grey by the digit, the recording a tone. */
async function writeDigits(
  root: string,
  prefix: 'train' | 't10k',
  labels: number[],
  indices: number[],
): Promise<void> {
  await mkdir(join(root, 'written'), { recursive: true });
  await mkdir(join(root, 'spoken'), { recursive: true });
  const idx = (shape: number[], data: number[]): Uint8Array => {
    const header = Buffer.alloc(4 + 4 * shape.length);
    header.writeUInt32BE(0x0800 + shape.length);
    for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i);
    return Buffer.concat([header, Uint8Array.from(data)]);
  };
  const pixels = labels.flatMap((digit) => Array<number>(16).fill(80 * digit));
  const file = (name: string): string => join(root, 'written', `${prefix}-${name}-ubyte`);
  await writeFile(file('images-idx3'), idx([labels.length, 4, 4], pixels));
  await writeFile(file('labels-idx1'), idx([labels.length], labels));
  for (const digit of [0, 1, 2]) {
    for (const index of indices) {
      const samples = Float32Array.from({ length: 800 }, (_, t) => Math.sin(t * (digit + 1) * 0.2));
      const path = join(root, 'spoken', `${digit}_ann_${index}.wav`);
      await writeFile(path, encodeWav({ sampleRate: 8000, samples }));
    }
  }
}
