import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  allTexts,
  batches,
  blankPicture,
  DataError,
  type Dataset,
  drawText,
  type Example,
  encodePng,
  fromExamples,
  random,
} from '../src/index.ts';
import { coco, flickr } from '../src/node.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-captions-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const png = encodePng(blankPicture(3, 2));
const put = (path: string, bytes: Uint8Array | string): string => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), bytes);
  return join(root, path);
};
const all = (data: Dataset): Promise<Example[]> =>
  Promise.all(Array.from({ length: data.length }, (_, i) => data.get(i)));

describe('several texts of one example', () => {
  const texts = ['one', 'two', 'three', 'four', 'five'];

  test('are drawn evenly, and the same again for the same seed, epoch and index', async () => {
    const data = fromExamples(
      Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, text: texts[0], texts })),
    );
    const pass = async (seed: number): Promise<string[]> => {
      const drawn: string[] = [];
      const stream = batches(data, { size: 8, seed, epochs: 25, transform: drawText });
      for await (const { examples } of stream) {
        drawn.push(...examples.map(({ id, text }) => `${id} ${text}`));
      }
      return drawn;
    };
    const drawn = await pass(1);
    expect(await pass(1)).toEqual(drawn);
    expect(await pass(2)).not.toEqual(drawn);
    const counts = texts.map((text) => drawn.filter((one) => one.endsWith(` ${text}`)).length);
    // 1,000 draws: 200 each, with a deviation of 12.6.
    expect(Math.min(...counts)).toBeGreaterThan(150);
    expect(Math.max(...counts)).toBeLessThan(250);
    const ofFirst = new Set(drawn.filter((one) => one.startsWith('0 ')));
    expect(ofFirst.size).toBe(5);
  });

  test('an example with one text or none stays as it is', () => {
    const one = { id: 'a', text: 'x' };
    expect(drawText(one, random(1))).toBe(one);
    expect(drawText({ id: 'b' }, random(1))).toEqual({ id: 'b' });
  });

  test('each asks on its own when a search is judged', () => {
    const found = allTexts([{ text: 'a', texts: ['a', 'b'] }, { text: 'c' }, {}, { text: 'd' }]);
    expect(found).toEqual({
      texts: ['a', 'b', 'c', 'd'],
      textsOf: [[0, 1], [2], [], [3]],
      examplesOf: [[0], [0], [1], [3]],
    });
  });
});

describe('coco', () => {
  const images = [
    { id: 9, file_name: '000009.png', height: 2, width: 3 },
    { id: 4, file_name: '000004.png', height: 2, width: 3 },
    { id: 5, file_name: '../000005.png', height: 2, width: 3 },
  ];
  const annotations = [
    { id: 1, image_id: 4, caption: 'A cat sits.\n' },
    { id: 2, image_id: 9, caption: 'Two dogs run.' },
    { id: 3, image_id: 4, caption: 'Grey cat' },
    { id: 4, image_id: 4, caption: ' ' },
    { id: 5, image_id: 5, caption: 'out' },
  ];
  const write = (value: unknown): string =>
    put('captions_val2017.json', typeof value === 'string' ? value : JSON.stringify(value));
  const open = (value: unknown) => coco(write(value), { images: join(root, 'val2017') });

  test('gives each picture all its captions', async () => {
    put('val2017/000009.png', png);
    put('val2017/000004.png', png);
    const data = await open({ info: {}, licenses: [], images, annotations });
    expect(data.length).toBe(3);
    expect(await data.get(0)).toMatchObject({
      id: '9',
      text: 'Two dogs run.',
      image: { width: 3 },
    });
    expect(await data.get(0)).not.toHaveProperty('texts');
    expect(await data.get(1)).toMatchObject({
      id: '4',
      text: 'A cat sits.',
      texts: ['A cat sits.', 'Grey cat'],
    });
    await expect(data.get(2)).rejects.toThrow(/image 5: paths must stay in the folder/);
  });

  test('a picture that is missing or damaged is refused when it is asked for', async () => {
    put('val2017/000009.png', png.subarray(0, 20));
    const data = await open({ images, annotations });
    await expect(data.get(0)).rejects.toThrow(/captions_val2017\.json, image 9: .*is cut off/);
    await expect(data.get(1)).rejects.toThrow(/image 4: .*000004\.png.*\(ENOENT\)/);
    await expect(data.get(1)).rejects.toThrow(DataError);
  });

  test.each([
    ['cut off', JSON.stringify({ images, annotations }).slice(0, 99), /must be JSON .*cut off/],
    ['of boxes', { images, annotations: [{ image_id: 4, bbox: [] }] }, /captions_\*\.json/],
    ['a list', [1], /must have images with id/],
    ['null', 'null', /must have images with id/],
    ['without pictures', { images: [], annotations: [] }, /must have images/],
    ['with a picture twice', { images: [...images, images[0]], annotations }, /'9' comes twice/],
    ['of other pictures', { images: [images[0]], annotations }, /belong to one of.*one is of 4/],
  ])('refuses annotations that are %s', async (_, value, message) => {
    await expect(open(value)).rejects.toThrow(DataError);
    await expect(open(value)).rejects.toThrow(message);
  });
});

describe('flickr', () => {
  const names = ['1_a.png', '2_b.png', '3_c.png'];
  const token = names.flatMap((name) => [0, 1].map((k) => `${name}#${k}\t${name} says ${k} .`));
  const pictures = (folder: string): void => {
    for (const name of names) put(`${folder}/${name}`, png);
  };

  test('reads the 8,000 with their lists of splits', async () => {
    pictures('Flicker8k_Dataset');
    put('Flickr8k.token.txt', `${token.join('\r\n')}\r\n`);
    put('Flickr_8k.trainImages.txt', '3_c.png\n1_a.png\n');
    put('Flickr_8k.devImages.txt', '2_b.png\n');
    put('Flickr_8k.testImages.txt', '4_d.png\n');
    const train = await all(await flickr(root, { split: 'train' }));
    expect(train.map(({ id }) => id)).toEqual(['3_c.png', '1_a.png']);
    expect(train[1].texts).toEqual(['1_a.png says 0 .', '1_a.png says 1 .']);
    expect(train[1].image).toMatchObject({ width: 3 });
    expect((await all(await flickr(root, { split: 'validation' })))[0].id).toBe('2_b.png');
    expect((await flickr(root)).length).toBe(3);
    await expect(flickr(root, { split: 'test' })).rejects.toThrow("'4_d.png' has none");
  });

  test('reads the 30,000, whose file lacks a bar', async () => {
    pictures('flickr30k_images');
    put(
      'results.csv',
      'image_name| comment_number| comment\n1_a.png| 0| Two men | talk .\n1_a.png| 1   A dog runs .\n2_b.png| 0| x\n',
    );
    const [first, second] = await all(await flickr(root));
    expect(first.texts).toEqual(['Two men | talk .', 'A dog runs .']);
    expect(second.text).toBe('x');
    await expect(flickr(root, { split: 'test' })).rejects.toThrow(DataError);
  });

  test("reads Karpathy's splits", async () => {
    pictures('elsewhere');
    const images = names.map((filename, i) => ({
      filename,
      split: ['train', 'val', 'test'][i],
      sentences: [{ raw: `A ${i}.`, tokens: ['a', `${i}`] }, { raw: `B ${i}.` }],
    }));
    put('dataset_flickr30k.json', JSON.stringify({ images, dataset: 'flickr30k' }));
    const open = (split?: 'validation') =>
      flickr(root, { images: join(root, 'elsewhere'), ...(split ? { split } : {}) });
    expect((await open()).length).toBe(3);
    const [example] = await all(await open('validation'));
    expect(example).toMatchObject({ id: '2_b.png', text: 'A 1.', texts: ['A 1.', 'B 1.'] });
    put('dataset_flickr30k.json', '{"images": [{"filename": 3}]}');
    await expect(open()).rejects.toThrow('it must have images with filename');
  });

  test('a picture that is not there is refused when it is asked for', async () => {
    put('Flickr8k.token.txt', '2258277193.png.1#0\ta\n../x.png#0\tb\n');
    const data = await flickr(root);
    await expect(data.get(0)).rejects.toThrow(/image 2258277193\.png\.1: .*\(ENOENT\)/);
    await expect(data.get(1)).rejects.toThrow('paths must stay in the folder');
  });

  test.each([
    ['no captions', 'readme.txt', 'x', /there must be captions: dataset_flickr30k\.json/],
    [
      'a line of another kind',
      'results.csv',
      'a.png, 1, x\n',
      /results\.csv, line 1: .*'a\.png, 1/,
    ],
    ['other letters', 'results.csv', Buffer.from([0x61, 0x7c, 0xff]), /must be UTF-8/],
    ['nothing', 'results.csv', '', /there must be pictures/],
  ])('refuses a folder with %s', async (_, name, content, message) => {
    put(name, content);
    await expect(flickr(root)).rejects.toThrow(DataError);
    await expect(flickr(root)).rejects.toThrow(message);
  });

  test('refuses a split that there never is', async () => {
    await expect(flickr(root, { split: 'val' as 'test' })).rejects.toThrow("got 'val'");
  });
});

test('any bytes give a dataset or a DataError', async () => {
  const piece = fc.oneof(
    fc.constantFrom('{"images":[', '{"id":1,', ']', '}', ',', 'a.png#0\t', '|', '\n', 'null', '"'),
    fc.string(),
  );
  const refused = (error: unknown): void => {
    if (!(error instanceof DataError)) throw error;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (pieces) => {
      const path = put('results.csv', pieces.join(''));
      const found = [
        await coco(path, { images: root }).catch(refused),
        await flickr(root).catch(refused),
      ];
      for (const data of found) await data?.get(0).catch(refused);
    }),
    { numRuns: 100 },
  );
});
