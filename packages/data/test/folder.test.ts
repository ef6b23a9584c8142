import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { blankPicture, encodePng, encodeWav } from '../src/index.ts';
import { type FolderOptions, folder } from '../src/node.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const png = encodePng(blankPicture(3, 3));
const wav = encodeWav({ sampleRate: 16_000, samples: Float32Array.of(0.5, 0.25) });
const put = (path: string, bytes: Uint8Array | string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), bytes);
};

test('takes the name of a folder for the text of what is in it', async () => {
  put('yes/b.wav', wav);
  put('yes/a.wav', wav);
  put('hot_dog/1.PNG', png);
  put('loose.png', png);
  put('_background_noise_/hum.wav', wav);
  put('.hidden/1.png', png);
  put('yes/notes.txt', 'not data');
  const data = await folder(root);
  const examples = await Promise.all(Array.from({ length: data.length }, (_, i) => data.get(i)));
  expect(examples.map(({ id }) => id)).toEqual([
    'loose.png',
    'hot_dog/1.PNG',
    'yes/a.wav',
    'yes/b.wav',
  ]);
  expect(Object.keys(examples[0])).toEqual(['id', 'image']);
  expect(examples[1]).toMatchObject({ text: 'hot dog', factors: { label: 'hot_dog' } });
  expect(examples[2]).toMatchObject({ text: 'yes', speech: { sampleRate: 16_000 } });
});

test('a damaged file is refused when it is asked for', async () => {
  put('cat/1.png', png.subarray(0, 20));
  const data = await folder(root);
  await expect(data.get(0)).rejects.toThrow(/cat.1\.png: the PNG file is cut off/);
});

test('sound and film that cannot be read is not passed over in silence', async () => {
  put('cat/1.mp3', 'ID3');
  const data = await folder(root);
  expect(data.length).toBe(1);
  await expect(data.get(0)).rejects.toThrow(/cat.1\.mp3: .*ffmpeg/);
});

test('refuses a folder without data, and one that is not there', async () => {
  put('cat/notes.txt', 'x');
  await expect(folder(root)).rejects.toThrow('there must be pictures or sounds');
  await expect(folder(join(root, 'none'))).rejects.toThrow('cannot be opened (ENOENT)');
});

const idsOf = async (options: FolderOptions = {}): Promise<string[]> => {
  const data = await folder(root, options);
  const examples = await Promise.all(Array.from({ length: data.length }, (_, i) => data.get(i)));
  return examples.map(({ id }) => id);
};

describe('speech commands', () => {
  beforeEach(() => {
    for (const name of ['yes/0a_nohash_0.wav', 'yes/0a_nohash_1.wav', 'no/1b_nohash_0.wav']) {
      put(name, wav);
    }
    put('_background_noise_/hum.wav', wav);
    put('validation_list.txt', 'yes/0a_nohash_1.wav\r\n\r\n');
    put('testing_list.txt', 'no/1b_nohash_0.wav\nno/gone_nohash_0.wav\n');
  });

  test('are split by their own lists; what no list has is for training', async () => {
    expect(await idsOf()).toHaveLength(3);
    expect(await idsOf({ split: 'train' })).toEqual(['yes/0a_nohash_0.wav']);
    expect(await idsOf({ split: 'validation' })).toEqual(['yes/0a_nohash_1.wav']);
    const test = await folder(root, { split: 'test' });
    expect(test.length).toBe(2);
    const example = await test.get(0);
    expect(example).toMatchObject({ text: 'no', factors: { label: 'no', speaker: '1b' } });
    await expect(test.get(1)).rejects.toThrow(/gone_nohash_0\.wav.*ENOENT/);
  });

  test('are refused when a list leads out of the folder, or one is missing', async () => {
    put('testing_list.txt', '../x.wav\n');
    await expect(folder(root, { split: 'test' }).then((data) => data.get(0))).rejects.toThrow(
      /paths must stay in the folder .*'\.\.\/x\.wav' does not/,
    );
    rmSync(join(root, 'validation_list.txt'));
    await expect(folder(root, { split: 'train' })).rejects.toThrow(/validation_list\.txt.*ENOENT/);
  });
});

describe('image folders', () => {
  test('may stand in folders for training and judging', async () => {
    for (const name of ['train/hot_dog/1.png', 'train/cat/1.png', 'val/cat/2.png', 'test/3.png']) {
      put(name, png);
    }
    expect(await idsOf()).toEqual([
      'test/3.png',
      'train/cat/1.png',
      'train/hot_dog/1.png',
      'val/cat/2.png',
    ]);
    expect(await idsOf({ split: 'train' })).toEqual(['train/cat/1.png', 'train/hot_dog/1.png']);
    expect(await idsOf({ split: 'test' })).toEqual(['test/3.png']);
    const [example] = [await (await folder(root, { split: 'validation' })).get(0)];
    expect(example).toMatchObject({ id: 'val/cat/2.png', text: 'cat', factors: { label: 'cat' } });
    expect(await (await folder(root)).get(2)).toMatchObject({ text: 'hot dog' });
  });

  test('may have a class called train', async () => {
    put('train/1.png', png);
    put('bicycle/1.png', png);
    const data = await folder(root);
    expect(await data.get(1)).toMatchObject({ id: 'train/1.png', text: 'train' });
    await expect(folder(root, { split: 'test' })).rejects.toThrow("files of the split 'test'");
    await expect(folder(root, { split: 'val' as 'test' })).rejects.toThrow("got 'val'");
  });

  test('may be deep: the topmost folder is the class', async () => {
    put('cat/2020/a/1.png', png);
    put('cat/0.png', png);
    put('cat/_raw/1.png', png);
    put(`deep/${'d/'.repeat(200)}1.png`, png);
    const data = await folder(root);
    expect(data.length).toBe(3);
    expect(await data.get(0)).toMatchObject({ id: 'cat/0.png', text: 'cat' });
    expect(await data.get(1)).toMatchObject({ id: 'cat/2020/a/1.png', text: 'cat' });
    expect(await data.get(2)).toMatchObject({ text: 'deep' });
  });

  test('may hold links that stay within, and no others', async () => {
    put('cat/1.png', png);
    writeFileSync(join(root, '..', `${basename(root)}.png`), png);
    try {
      symlinkSync(join(root, 'cat', '1.png'), join(root, 'cat', '2.png'));
      symlinkSync(join(root, '..', `${basename(root)}.png`), join(root, 'cat', '3.png'));
      symlinkSync(join(root, 'cat', 'none.png'), join(root, 'cat', '4.png'));
      const data = await folder(root);
      expect(data.length).toBe(4);
      expect(await data.get(1)).toMatchObject({ id: 'cat/2.png', image: { width: 3 } });
      await expect(data.get(2)).rejects.toThrow(/'cat\/3\.png' does not\. It is a link/);
      await expect(data.get(3)).rejects.toThrow('ENOENT');
      symlinkSync(root, join(root, 'cat', 'again'));
      await expect(folder(root)).rejects.toThrow(/again: a folder must not be a link/);
    } finally {
      rmSync(join(root, '..', `${basename(root)}.png`));
    }
  });

  test('are looked through until told to stop', async () => {
    put('cat/1.png', png);
    await expect(folder(root, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
