import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, encodePng, encodeWav, random } from '@xm/data';
import { plainly } from '../src/screen/badLines.ts';
import { columns } from '../src/screen/columns.ts';
import { runXm as run } from './runXm.ts';

let root: string;
let folder: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xm-'));
  folder = join(root, 'set');
  await mkdir(folder);
  path = join(folder, 'any.csv');
  const png = encodePng(blankPicture(6, 6));
  await writeFile(join(folder, 'a.png'), png);
  await writeFile(join(folder, 'cut.png'), png.subarray(0, 50));
  const missing = Array.from({ length: 25 }, (_, i) => `none${i}.png,x`);
  await writeFile(path, ['image,caption', 'a.png,a thing', 'cut.png,half', ...missing].join('\n'));
});
afterEach(() => rm(root, { recursive: true }));

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
  expect(out).toContain('any.csv: 1 example, 26 bad\n');
  expect(out).toContain('  pictures       6x6 1\n');
  expect(out).toContain('  words          all 2\n');
  expect(out).toContain('  one colour     1 picture\n');
  expect(out).toContain('\n  bad  line 3: cut.png: the PNG file is cut off');
  expect(out.match(/^ {2}bad /gm)).toHaveLength(20);
  expect(out).toContain('  and 6 more: --json lists all\n');
});

test('half of the files are bad, and every good one is there', async () => {
  const noise = random(2);
  const good: string[] = [];
  const rows = ['path,caption'];
  for (let i = 0; i < 24; i++) {
    const image = blankPicture(8, 8);
    image.data.set(Array.from({ length: 192 }, () => noise.integer(256)));
    const samples = Float32Array.from({ length: 400 }, () => noise.uniform(-0.5, 0.5));
    const whole = i % 2 === 0 ? encodePng(image) : encodeWav({ sampleRate: 8000, samples });
    const isGood = i % 4 < 2;
    const spoilt = [
      whole.subarray(0, noise.integer(whole.length - 1) + 1),
      new Uint8Array(0),
      Uint8Array.from({ length: 200 }, () => noise.integer(256)),
    ];
    const name = `${i}.${i % 2 === 0 ? 'png' : 'wav'}`;
    await writeFile(join(folder, name), isGood ? whole : spoilt[(i >> 2) % 3]);
    rows.push(`${name},thing ${i}`);
    if (isGood) good.push(name);
  }
  await writeFile(join(root, 'outside.png'), encodePng(blankPicture(2, 2)));
  rows.push('../outside.png,climbs', 'none.wav,missing');
  await writeFile(path, rows.join('\n'));
  const { code, out } = await run('data', 'inspect', path, '--on-bad', 'skip', '--json');
  expect(code).toBe(0);
  const found = JSON.parse(out);
  expect(found).toMatchObject({
    source: path,
    examples: good.length,
    modalities: { 'image+text': 6, 'speech+text': 6 },
    missing: { image: 6, speech: 6 },
    pictureSizes: { '8x8': 6 },
    durations: { least: 0.05, most: 0.05 },
  });
  expect(found.bad.count).toBe(14);
  const bad = new Set(found.bad.items.map(({ index }: { index: number }) => index));
  expect(bad.size).toBe(14);
  rows.slice(1).forEach((row, index) => {
    expect(bad.has(index)).toBe(!good.includes(row.split(',')[0]));
  });
});

test('the screen keeps to 80 columns and cannot be steered by data', async () => {
  const long = `${'very/'.repeat(60)}long.png`;
  const evil = `\u001b[31mred \u202e猫猫猫 ${'名'.repeat(200)}`;
  await writeFile(
    path,
    `image,caption,${evil}\n${long},x,y\na.png,${evil},${evil}\na.png,z,${'v'.repeat(500)}\n`,
  );
  const { out } = await run('data', 'inspect', path, '--on-bad', 'skip');
  for (const line of out.split('\n')) expect(columns(line)).toBeLessThanOrEqual(80);
  for (const steering of ['\u001b', '\u202e']) expect(out).not.toContain(steering);
  expect(out.replaceAll(/\n {7}/g, '')).toContain(`line 2:${long.slice(0, 200)}`);
});

test('looks at several sources, and for what is in two of them', async () => {
  const other = join(folder, 'test.csv');
  await writeFile(path, 'image,caption\na.png,a thing\n,words alone\n');
  await writeFile(other, 'image,caption\na.png,another\n');
  const { out } = await run('data', 'inspect', path, other);
  expect(out).toContain('3 examples, 0 bad\n');
  expect(out).toMatch(/any\.csv +2 +1 +2\n/);
  expect(out).toContain('  in two splits  2 pictures\n');
  const { out: json } = await run('data', 'inspect', path, other, '--json');
  expect(JSON.parse(json).source).toEqual([path, other]);
});

test('stops at the first bad example unless told otherwise', async () => {
  const { code, out, err } = await run('data', 'inspect', path);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/any\.csv, line 3: .*cut off/);
});

test('names paths from where the source is', () => {
  const inFolder = join(folder, 'a/b.png');
  expect(plainly(`any.csv, line 3: ${inFolder}: cut off`, [path])).toBe('line 3: a/b.png: cut off');
  expect(plainly(`${inFolder}: cut off`, [folder])).toBe('a/b.png: cut off');
  expect(plainly(`any.csv, line 3: '../x' does not`, [path, 'other.csv'])).toBe(
    "any.csv, line 3: '../x' does not",
  );
  expect(plainly("'../x/y' does not", ['.', '/'])).toBe("'../x/y' does not");
});

test('looks at a folder', async () => {
  const { code, out } = await run('data', 'inspect', folder, '--on-bad', 'skip');
  expect(code).toBe(0);
  expect(out).toContain('1 example, 1 bad\n\n  modalities     image 1\n');
  expect(out).toContain('\n  bad  cut.png: the PNG file is cut off');
});

test('looks at shapes, and refuses what is no source', async () => {
  const { code, out } = await run('data', 'inspect', 'shapes:2');
  expect(code).toBe(0);
  expect(out).toContain('shapes:2: 550 examples, 0 bad\n');
  expect(out).toContain('  train                            275       250       275        25\n');
  expect(out).toContain('  modalities     image+text 500 · text+video 50\n');
  for (const [source, message] of [
    ['shapes:9', "a level of 1 to 6, as in shapes:3 or shapes:3:spoken, got 'shapes:9'"],
    ['shapes:3:sung', "got 'shapes:3:sung'"],
    ['digits', 'as in digits:path/to/digits'],
    ['pictures.zip', "this ends in '.zip'"],
  ]) {
    const refused = await run('data', 'inspect', source);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(message);
  }
}, 20_000);
