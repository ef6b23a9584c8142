import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, encodePng } from '@xm/data';
import { main } from '../src/xm.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-'));
  path = join(folder, 'any.csv');
  const png = encodePng(blankPicture(6, 6));
  await writeFile(join(folder, 'a.png'), png);
  await writeFile(join(folder, 'cut.png'), png.subarray(0, 50));
  const missing = Array.from({ length: 25 }, (_, i) => `none${i}.png,x`);
  await writeFile(path, ['image,caption', 'a.png,a thing', 'cut.png,half', ...missing].join('\n'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
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

test('lists what is bad as JSON and goes on', async () => {
  const { code, out } = await run('data', 'inspect', path, '--on-bad', 'skip', '--json');
  expect(code).toBe(0);
  const found = JSON.parse(out);
  expect(found).toMatchObject({ examples: 1, modalities: { 'image+text': 1 } });
  expect(found.bad.count).toBe(26);
  expect(found.bad.items[0]).toMatchObject({
    index: 1,
    reason: expect.stringMatching(/^any\.csv, line 3: .*cut\.png: the PNG file is cut off/),
  });
});

test('says the same to people, the first twenty', async () => {
  const { out } = await run('data', 'inspect', path, '--on-bad', 'skip');
  expect(out).toContain(`${path}: 1 examples, 26 bad\n`);
  expect(out).toContain('  pictures     6x6 1\n');
  expect(out).toContain('  words        2.0 to 2.0, mean 2.0\n');
  expect(out.match(/^ {2}bad /gm)).toHaveLength(20);
  expect(out).toContain('  and 6 more: --json lists all\n');
});

test('stops at the first bad example unless told otherwise', async () => {
  const { code, out, err } = await run('data', 'inspect', path);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/any\.csv, line 3: .*cut off/);
});

test('looks at a folder', async () => {
  const { code, out } = await run('data', 'inspect', folder, '--on-bad', 'skip');
  expect(code).toBe(0);
  expect(out).toContain(`${folder}: 1 examples, 1 bad\n  modalities   image 1\n`);
});

test('looks at shapes, and refuses what is no source', async () => {
  const { code, out } = await run('data', 'inspect', 'shapes:2');
  expect(code).toBe(0);
  expect(out).toContain('shapes:2: 1000 examples, 0 bad\n  modalities   image+text 1000\n');
  for (const [source, message] of [
    ['shapes:9', "a level of 1 to 5, as in shapes:3, got 'shapes:9'"],
    ['digits', 'as in digits:path/to/digits'],
    ['pictures.zip', "this ends in '.zip'"],
  ]) {
    const refused = await run('data', 'inspect', source);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(message);
  }
});
