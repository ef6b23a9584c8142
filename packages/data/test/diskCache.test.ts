import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapes } from '../src/index.ts';
import { cacheOnDisk, diskCache } from '../src/node.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-cache-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Every file in the cache. */
const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('makes once, and gives the same from the disk ever after', async () => {
  const source = shapes({ level: 3, count: 5, seed: 1, size: 16 });
  const first = cacheOnDisk(source, diskCache(folder), 'shapes');
  const made = await Promise.all([first.get(2), first.get(2), first.get(4)]);
  expect(made).toEqual(await Promise.all([source.get(2), source.get(2), source.get(4)]));
  expect(files()).toHaveLength(2);
  const gone = { length: 5, get: () => Promise.reject(new Error('read again')) };
  const again = cacheOnDisk(gone, diskCache(folder), 'shapes');
  expect(await again.get(2)).toEqual(made[0]);
  await expect(cacheOnDisk(gone, diskCache(folder), 'others').get(2)).rejects.toThrow('read again');
});

test('what is asked for at once is made once', async () => {
  let times = 0;
  const cache = diskCache(folder);
  const make = async () => ++times;
  expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual([1, 1]);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['empty', () => Buffer.alloc(0)],
  ['changed', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 50 ? byte ^ 1 : byte)))],
])('a file that is %s is made anew', async (_, damage) => {
  const cache = diskCache(folder);
  const sound = { samples: Float32Array.of(1, 2) };
  await cache.get('a', async () => sound);
  const [path] = files();
  const whole = readFileSync(path);
  writeFileSync(path, damage(whole));
  expect(await cache.get('a', async () => sound)).toEqual(sound);
  expect(readFileSync(path)).toEqual(whole);
});

test('says so when it cannot write, and leaves nothing half', async () => {
  const path = join(folder, 'a-file');
  await writeFile(path, 'in the way');
  await expect(diskCache(path).get('a', async () => 1)).rejects.toThrow(
    /the cache cannot be written \(ENOTDIR\).*do without/,
  );
  expect(files()).toEqual([path]);
});

test('a value that failed to be made is not kept', async () => {
  const cache = diskCache(folder);
  await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.get('a', async () => 'yes')).toBe('yes');
});
