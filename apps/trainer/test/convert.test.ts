import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, encodePng } from '@xm/data';
import { recipes } from '@xm/data/node';
import { runXm as run } from './runXm.ts';

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xm-'));
  path = join(root, 'any.csv');
  const png = encodePng(blankPicture(6, 6));
  await writeFile(join(root, 'a.png'), png);
  await writeFile(join(root, 'cut.png'), png.subarray(0, 50));
  await writeFile(path, 'image,caption,n\na.png,one,1\na.png,two,2\ncut.png,three,3\n,four,4\n');
});
afterEach(() => rm(root, { recursive: true }));

test('writes shards that can be inspected by folder and by pattern', async () => {
  const to = join(root, 'shards');
  const args = ['--on-bad', 'skip', '--examples-per-shard', '2'];
  const { code, out } = await run('data', 'convert', path, to, ...args);
  expect([code, out]).toEqual([
    0,
    `${to}: 3 examples in 2 shards, 1 bad left out\n  bad  line 4: cut.png: the PNG file is cut off after 50 bytes. Fetch it again.\n`,
  ]);
  expect(await readdir(to)).toEqual(['shard-000000.tar', 'shard-000001.tar']);
  for (const source of [to, join(to, 'shard-{000000..000001}.tar')]) {
    const inspected = JSON.parse((await run('data', 'inspect', source, '--json')).out);
    expect(inspected).toMatchObject({ examples: 3, modalities: { 'image+text': 2, text: 1 } });
  }
});

test('writes Parquet that can be inspected, and converted again', async () => {
  const to = join(root, 'all.parquet');
  const { code, out } = await run('data', 'convert', path, to, '--on-bad', 'skip', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ source: path, to, examples: 3, bad: { count: 1 } });
  const inspected = await run('data', 'inspect', to);
  expect(inspected.out).toContain('3 examples, 0 bad');
  expect((await run('data', 'convert', to, join(root, 'again'))).code).toBe(0);
});

test('writes splits apart, each with all that its examples have', async () => {
  const to = join(root, 'shapes');
  const { code, out } = await run('data', 'convert', 'shapes:1', to, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    source: 'shapes:1',
    splits: [{ to: join(to, 'train') }, { to: join(to, 'test') }],
  });
  const inspected = JSON.parse((await run('data', 'inspect', join(to, 'test'), '--json')).out);
  expect(inspected).toMatchObject({
    examples: 275,
    modalities: { 'image+text': 250, 'text+video': 25 },
    bad: { count: 0 },
  });
}, 20_000);

test('says what shards hold that is not read', async () => {
  const to = join(root, 'shards');
  await run('data', 'convert', path, to, '--on-bad', 'skip');
  const shard = join(to, 'shard-000000.tar');
  // A member gets another extension by hand, one letter on, and its header another sum.
  const bytes = await readFile(shard);
  const at = bytes.indexOf('.json');
  const sumAt = at - (at % 512) + 148;
  const sum = Number.parseInt(bytes.toString('latin1', sumAt, sumAt + 6), 8);
  bytes.write('.jsoo', at);
  bytes.write((sum + 1).toString(8).padStart(6, '0'), sumAt);
  await writeFile(shard, bytes);
  const { out, err } = await run('data', 'inspect', to);
  expect(out).toContain('3 examples, 0 bad');
  expect(err).toBe(`Passed over in ${to}: .jsoo 1\n`);
});

test('refuses what cannot be done, and writes nothing', async () => {
  await mkdir(join(root, 'full'));
  await writeFile(join(root, 'full', 'x'), '');
  for (const [args, message] of [
    [[path, join(root, 'full')], 'into an empty folder'],
    [[path, path.replace('.csv', '.parquet')], 'cut.png: the PNG file is cut off'],
    [[path, join(root, 'new'), '--examples-per-shard', '0'], 'must be a positive whole number'],
    [[join(root, 'none-{0..2}.tar'), join(root, 'new')], 'cannot be opened (ENOENT)'],
  ] as const) {
    const { code, out, err } = await run('data', 'convert', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  }
  expect((await readdir(root)).sort()).toEqual(['a.png', 'any.csv', 'cut.png', 'full']);
});

test('names the data sets that can be downloaded', async () => {
  const { code, err } = await run('data', 'download', 'imagenet', root);
  expect(code).toBe(2);
  expect(err).toContain(`must be one of ${Object.keys(recipes).join(', ')}, got 'imagenet'`);
  const help = await run('data', 'download', '--help');
  expect(help.out.replaceAll(/\s+/g, ' ')).toContain(
    'mnist (MNIST: 70,000 written digits, 28 x 28; CC BY-SA 3.0)',
  );
});

test('leaves a data set that is there already', async () => {
  await mkdir(join(root, 'written'));
  const { code, out } = await run('data', 'download', 'mnist', root);
  expect(code).toBe(0);
  expect(out).toContain(`${join(root, 'written')}: MNIST`);
});
