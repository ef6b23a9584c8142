import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emojiNames } from '../src/emoji/emojiNames.ts';
import { blankPicture, DataError, encodePng } from '../src/index.ts';
import { type EmojiOptions, emoji } from '../src/node.ts';

const from = join(__dirname, '..');
let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'xm-emoji-'));
});
afterAll(() => rm(cacheDir, { recursive: true }));

const google = (): EmojiOptions => ({
  trainArtists: ['google'],
  heldOutArtist: 'twitter',
  from,
  cacheDir,
  size: 16,
});

test('names, pictures and words of two artists', async () => {
  const progress: [number, number][] = [];
  const onProgress = (done: number, total: number) => progress.push([done, total]);
  const { train, heldOut, names } = await emoji({ ...google(), onProgress });
  expect(names.length).toBeGreaterThan(1850);
  expect([train.length, heldOut.length]).toEqual([names.length, names.length]);
  expect(new Set(names.map(({ text }) => text)).size).toBe(names.length);
  expect(progress.at(-1)).toEqual([2 * names.length, 2 * names.length]);

  const apple = names.findIndex(({ hexcode }) => hexcode === '1F34E');
  expect(await train.get(apple)).toMatchObject({
    id: 'google/1F34E',
    text: 'red apple diet food fruit health ripe',
    factors: { name: 'red apple', artist: 'google', group: 'food-drink' },
  });
  const { image, id } = await heldOut.get(apple);
  expect(id).toBe('twitter/1F34E');
  // An apple is red in the middle, and its corners are the background.
  expect(image?.data[0]).toBe(255);
  const middle = 3 * (10 * 16 + 8);
  expect(image!.data[middle]).toBeGreaterThan(2 * image!.data[middle + 1]);

  // The second time everything comes from the cache, and is the same.
  expect(await readdir(cacheDir)).toHaveLength(2);
  const again = await emoji(google());
  expect((await again.heldOut.get(apple)).image).toEqual(image);
}, 60_000);

test('names are joined without FE0F, and only those that every artist drew are taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xm-fixture-'));
  const put = async (path: string, content: Uint8Array | string) => {
    const file = join(folder, 'node_modules', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  };
  const entries = [
    { hexcode: '2764-FE0F', label: 'red heart', tags: ['love', 'Heart', 'big love'], group: 0 },
    { hexcode: '1F34E', label: 'red apple', tags: ['fruit'], group: 0 },
    { hexcode: '1F3FB', label: 'light skin tone', group: 1 },
    { hexcode: '1F1E6', label: 'regional indicator A' },
  ];
  const groups = ['symbols', 'component'].map((key, order) => ({ key, order }));
  await put('emojibase-data/package.json', '{}');
  await put('emojibase-data/en/data.json', JSON.stringify(entries));
  await put('emojibase-data/en/messages.json', JSON.stringify({ groups }));
  await put('emoji-datasource-google/package.json', '{"version": "1.0.0"}');
  const red = blankPicture(64, 64, [250, 0, 0]);
  await put('emoji-datasource-google/img/google/64/2764-fe0f.png', encodePng(red));
  await put('emoji-datasource-google/img/google/64/1f34e.png', encodePng(red));
  await put('openmoji/package.json', '{"version": "1.0.0"}');
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"/>';
  await put('openmoji/color/svg/2764.svg', svg);

  const options: EmojiOptions = {
    trainArtists: ['google'],
    heldOutArtist: 'openmoji',
    from: folder,
    size: 8,
  };
  await symlink(join(from, 'node_modules', 'sharp'), join(folder, 'node_modules', 'sharp'));
  const { train, heldOut, names } = await emoji(options);
  expect(names).toEqual([
    { hexcode: '2764', name: 'red heart', text: 'red heart love big', group: 'symbols' },
  ]);
  expect((await train.get(0)).image).toEqual(blankPicture(8, 8, [250, 0, 0]));
  expect((await heldOut.get(0)).image).toEqual(blankPicture(8, 8, [255, 255, 255]));
  await rm(folder, { recursive: true });
});

test.each([
  ['en', 'red apple', 'red apple diet food fruit health ripe'],
  ['de', 'roter Apfel', 'roter Apfel frucht obst rot'],
  ['es', 'manzana roja', 'manzana roja fruta poma'],
  ['fr', 'pomme rouge', 'pomme rouge fruit nourriture'],
  ['ru', 'красное яблоко', 'красное яблоко зрелое фрукт'],
  ['ko', '빨간 사과', '빨간 사과 건강 과일 다이어트 식품 음식'],
  ['hi', 'लाल सेब, सेवफल, लाल, फल', 'लाल सेब, सेवफल, लाल, फल खाना भोजन'],
  ['bn', 'লাল আপেল', 'লাল আপেল খাদ্য ও পানীয় খাবার গাছ ফল'],
  ['ja', '赤リンゴ', '赤リンゴ りんご アップル 果物'],
  ['zh', '红苹果', '红苹果 健康 水果 熟 食物'],
  ['th', 'แอปเปิ้ลแดง', 'แอปเปิ้ลแดง ผลไม้'],
])('an apple in %s', async (language, name, text) => {
  const names = await emojiNames(from, language);
  expect(names.length).toBe(1914);
  const apple = names.find(({ hexcode }) => hexcode === '1F34E');
  expect(apple).toEqual({ hexcode: '1F34E', name, text, group: 'food-drink' });
});

test('the English names stay what they were', async () => {
  const names = JSON.stringify(await emojiNames(from, 'en'));
  const hash = createHash('sha256').update(names).digest('hex');
  expect(hash.slice(0, 16)).toBe('5d29a59fb937a320');
});

test('the pictures are the same in every language', async () => {
  const [english, german] = await Promise.all([
    emoji(google()),
    emoji({ ...google(), language: 'de' }),
  ]);
  const [one, other] = await Promise.all([english.train.get(9), german.train.get(9)]);
  expect(other).toMatchObject({
    id: one.id,
    image: one.image,
    factors: { group: 'smileys-emotion' },
  });
  expect(other.text).not.toBe(one.text);
});

test('a package that is not there is named, with the command', async () => {
  await expect(emoji({ ...google(), from: cacheDir })).rejects.toThrow(
    /emojibase-data is needed .* Run: npm install --save-dev emojibase-data/,
  );
});

test('a language that is not there is named', async () => {
  await expect(emoji({ ...google(), language: 'xx' })).rejects.toThrow(/the language 'xx'/);
});

test('an artist cannot be both trained on and held out', async () => {
  await expect(emoji({ ...google(), heldOutArtist: 'google' })).rejects.toThrow(DataError);
});

test('a signal stops it', async () => {
  const signal = AbortSignal.abort();
  await expect(emoji({ ...google(), size: 8, signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
