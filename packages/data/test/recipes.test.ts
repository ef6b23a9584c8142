import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { downloadRecipe, type Recipe, type RecipeFile, recipes, webDataset } from '../src/node.ts';
import { tarEnd, tarEntry } from '../src/tar/tarEntry.ts';
import { type FileServer, fileServer, serve } from './fileServer.ts';

let root: string;
let server: FileServer | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-recipes-'));
});
afterEach(async () => {
  await server?.close();
  rmSync(root, { recursive: true });
});

const tar = (...files: [string, string][]): Buffer =>
  Buffer.concat([...files.map(([name, text]) => tarEntry(name, Buffer.from(text))), tarEnd()]);
const fileOf = (
  name: string,
  bytes: Uint8Array,
  rest: Pick<RecipeFile, 'packed' | 'inside'>,
): RecipeFile => ({
  url: `${server!.url}/${name}`,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  ...rest,
});
const recipeOf = (...files: RecipeFile[]): Recipe => ({
  about: 'made up',
  licence: 'none',
  home: 'nowhere',
  into: 'data',
  files,
});

test('fetches and unpacks, and leaves what is there', async () => {
  const one = gzipSync('one');
  const two = gzipSync(
    tar(['top/README', 'no'], ['top/wavs/a.wav', 'A'], ['top/wavs/b/c.wav', 'C']),
  );
  server = await fileServer(serve(one), serve(two));
  const recipe = recipeOf(
    fileOf('one.txt.gz', one, { packed: 'gz' }),
    fileOf('two.tar.gz', two, { packed: 'tar.gz', inside: 'top/wavs' }),
  );
  const seen: [number, number][] = [];
  const onProgress = (done: number, total: number) => seen.push([done, total]);
  const into = await downloadRecipe(recipe, root, { onProgress });
  expect(into).toBe(join(root, 'data'));
  expect(seen.at(-1)).toEqual([one.length + two.length, one.length + two.length]);
  expect(readdirSync(root)).toEqual(['data']);
  expect(readdirSync(into, { recursive: true }).sort()).toEqual([
    'a.wav',
    'b',
    'b/c.wav',
    'one.txt',
  ]);
  expect(readFileSync(join(into, 'one.txt'), 'utf8')).toBe('one');
  await downloadRecipe(recipe, root);
  expect(server.asked).toHaveLength(2);
});

test('nothing half appears when something is wrong', async () => {
  const climbs = gzipSync(tar(['a.txt', 'A'], ['../out.txt', 'out']));
  const cut = gzipSync(tar(['a.txt', 'A'])).subarray(0, 40);
  server = await fileServer(serve(climbs), serve(cut), serve(cut), serve(gzipSync(tar(['b', '']))));
  for (const [name, bytes, rest, message] of [
    ['climbs.tar.gz', climbs, { packed: 'tar.gz' }, "member '../out.txt': names must not lead out"],
    ['cut.tar.gz', cut, { packed: 'tar.gz' }, 'it cannot be unpacked (unexpected end of file)'],
    ['cut.gz', cut, { packed: 'gz' }, 'it cannot be unpacked (unexpected end of file)'],
    [
      'other.tar.gz',
      gzipSync(tar(['b', ''])),
      { packed: 'tar.gz', inside: 'a' },
      "must have files in 'a'",
    ],
  ] as const) {
    await expect(downloadRecipe(recipeOf(fileOf(name, bytes, rest)), root)).rejects.toThrow(
      message,
    );
    expect(readdirSync(root)).not.toContain('data');
    expect(readdirSync(join(root, '..'))).not.toContain('out.txt');
  }
  await expect(
    downloadRecipe(
      recipeOf({ ...fileOf('x.gz', climbs, { packed: 'gz' }), sha256: '0'.repeat(64) }),
      root,
    ),
  ).rejects.toThrow(/must have (?:the SHA-256|\d+ bytes)/);
});

test('the signal stops it', async () => {
  const reason = new Error('enough');
  const one = gzipSync('one');
  server = await fileServer(serve(one));
  const recipe = recipeOf(fileOf('one.gz', one, { packed: 'gz' }));
  const stop = new AbortController();
  const onProgress = () => stop.abort(reason);
  await expect(downloadRecipe(recipe, root, { signal: stop.signal, onProgress })).rejects.toBe(
    reason,
  );
  expect(readdirSync(root)).not.toContain('data');
});

test.each(Object.entries(recipes))('%s is complete', (_, { about, licence, home, into, files }) => {
  expect([about, licence, into].every((text) => text.length > 0)).toBe(true);
  expect(URL.canParse(home)).toBe(true);
  expect(into).toMatch(/^[a-z-]+$/);
  for (const { url, bytes, sha256, packed } of files) {
    expect(new URL(url).pathname.endsWith(packed)).toBe(true);
    expect(bytes).toBeGreaterThan(0);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('shards are fetched once, and then read from the disk', async () => {
  const shards = ['a', 'b'].map((text) => tar([`${text}.txt`, text]));
  server = await fileServer(serve(shards[0]), serve(shards[1]));
  const pattern = `${server.url}/x-{0..1}.tar`;
  const open = () => webDataset(pattern, { cacheDir: join(root, 'cache') });
  for (const data of [await open(), await open()]) {
    expect(await Promise.all([data.get(0), data.get(1)])).toEqual([
      { id: 'a', text: 'a' },
      { id: 'b', text: 'b' },
    ]);
  }
  expect(server.asked).toEqual(['GET /x-0.tar', 'GET /x-1.tar']);
  writeFileSync(join(root, 'cache', readdirSync(join(root, 'cache'))[0]), 'damaged');
  expect((await open()).length).toBe(2);
});
