import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPicture } from '@xm/data/node';
import { main } from '../src/xm.ts';
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

async function xm(...args: string[]) {
  const texts = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    ({
      isTTY: false,
      write: (text: string) => {
        texts[name] += text;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await main(args, stream('out'), stream('err'));
  return { code, ...texts };
}

async function train(config: object, out: string, ...more: string[]) {
  const file = `${out}.json`;
  await writeFile(file, JSON.stringify(config));
  return xm('train', '--config', file, '--out', out, ...more);
}

test('a run has all phases, a report of its games, and says how to use it', async () => {
  const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  expect(metrics.steps).toEqual({ variational: 3, latents: 3, pictures: 3 });
  const report = await readFile(join(run, 'report.html'), 'utf8');
  for (const title of ['words → picture', 'Latents of video', 'The game for pictures']) {
    expect(report).toContain(title);
  }
  expect((await xm('show', '--run', run)).out).toContain('pictures     3 steps in');
});
