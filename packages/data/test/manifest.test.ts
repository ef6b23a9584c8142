import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  blankPicture,
  DataError,
  encodePng,
  encodeWav,
  inspect,
  random,
  readTexts,
} from '../src/index.ts';
import { manifest } from '../src/node.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-manifest-'));
  mkdirSync(join(root, 'set'));
});
afterEach(() => rmSync(root, { recursive: true }));

const png = encodePng(blankPicture(5, 4, [10, 20, 30]));
const wav = encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.5, -0.5, 0.25, 0) });
const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(root, 'set', name);
  writeFileSync(path, bytes);
  return path;
};

test('reads pictures, sounds and texts; an empty cell is an absent modality', async () => {
  put('a.png', png);
  put('b.wav', wav);
  const path = put(
    'all.csv',
    '\ufeffid,image,audio,caption,year\r\n' +
      'one,a.png,,"a red, round thing",1999\r\n' +
      'two,,b.wav,,\r\n' +
      'three,a.png,b.wav," spoken ",2001\r\n',
  );
  const data = await manifest(path);
  expect(data.length).toBe(3);
  const [one, two, three] = await Promise.all([0, 1, 2].map((i) => data.get(i)));
  expect(one).toMatchObject({ id: 'one', text: 'a red, round thing', factors: { year: '1999' } });
  expect(one.image).toMatchObject({ width: 5, height: 4 });
  expect(Object.keys(two)).toEqual(['id', 'speech']);
  expect(three).toMatchObject({ text: 'spoken', speech: { sampleRate: 8000 } });
});

test('tells what a file is by what is in it', async () => {
  put('a.bin', png);
  put('b.bin', wav);
  const data = await manifest(put('all.tsv', 'path\ttext\na.bin\tx\nb.bin\ty\n'));
  expect(Object.keys(await data.get(0))).toEqual(['id', 'text', 'image']);
  expect(Object.keys(await data.get(1))).toEqual(['id', 'text', 'speech']);
});

test('reads JSON lines, with columns of any name', async () => {
  put('a.png', png);
  const lines = [{ bild: 'a.png', wort: 'rot', n: 3 }, { bild: null, wort: 'blau' }, 'broken'];
  const text = lines.map((line) => (line === 'broken' ? '{"bild":' : JSON.stringify(line)));
  const data = await manifest(put('all.jsonl', text.join('\n')), {
    columns: { image: 'bild', text: 'wort' },
  });
  expect(await data.get(0)).toMatchObject({ id: '0', text: 'rot', factors: { n: '3' } });
  expect(await data.get(1)).toEqual({ id: '1', text: 'blau' });
  await expect(data.get(2)).rejects.toThrow('all.jsonl, line 3: must be a JSON object. Mend it.');
});

test('lists every bad example, and keeps every good one', async () => {
  const noise = random(3);
  put('good.png', png);
  put('good.wav', wav);
  put('cut.png', png.subarray(0, png.length - 9));
  put('cut.wav', wav.subarray(0, wav.length - 3));
  put('empty.png', '');
  put('empty.wav', '');
  const bytes = Uint8Array.from({ length: 300 }, () => noise.integer(256));
  put('random.png', bytes);
  put('random.wav', bytes);
  writeFileSync(join(root, 'outside.png'), png);
  const rows: [string, string, RegExp?][] = [
    ['good.png', 'a'],
    ['cut.png', 'b', /^all\.csv, line 3: .*set.cut\.png: the PNG file is cut off/],
    ['good.wav', 'c'],
    ['cut.wav', 'd', /set.cut\.wav: the WAV file is cut off/],
    ['empty.png', 'e', /an empty file/],
    ['empty.wav', 'f', /not a WAV, FLAC, MP3 or Ogg file, it is empty/],
    ['random.png', 'g', /of no kind known here/],
    ['random.wav', 'h', /not a WAV, FLAC, MP3 or Ogg file/],
    ['../outside.png', 'i', /line 10: paths must stay in the folder.*'\.\.\/outside\.png'/],
    ['none.png', 'j', /none\.png: the file cannot be opened \(ENOENT\)/],
    ['', '', /line 12: an example must have a modality/],
    ['good.png', `${'x'.repeat(100_001)}`, /at most 100000 characters/],
    ['good.png', 'a \ufffd', /must be UTF-8/],
    ['good.png', 'k'],
  ];
  const csv = rows.map(([path, text], i) => `${i},${path},${text}`).join('\n');
  const path = put('all.csv', `id,path,text\n${csv}\n0,good.png,again\ntoo,many,columns,here\n`);
  const wrong = rows.flatMap(([, , reason], index) => (reason ? [{ index, reason }] : []));
  wrong.push({ index: 14, reason: /ids must differ, '0' is also that of all\.csv, line 2/ });
  wrong.push({ index: 15, reason: /line 17: must have 3 columns, has 4/ });

  const found = await inspect(await manifest(path), { onBad: 'skip' });
  expect(found.examples).toBe(3);
  expect(found.bad.count).toBe(wrong.length);
  found.bad.items.forEach(({ index, reason }, i) => {
    expect(index).toBe(wrong[i].index);
    expect(reason).toMatch(wrong[i].reason);
  });
  expect(found).toMatchObject({
    modalities: { 'image+text': 2, 'speech+text': 1 },
    pictureSizes: { '5x4': 2 },
    sampleRates: { 8000: 1 },
    durations: { least: 0.0005, mean: 0.0005, most: 0.0005 },
    textWords: { least: 1, mean: 1, most: 1 },
  });
  await expect(inspect(await manifest(path))).rejects.toThrow(DataError);
});

test('stops when told to', async () => {
  const data = await manifest(put('all.csv', 'text\na\nb\n'));
  const stop = new AbortController();
  const seen: number[] = [];
  const going = inspect(data, {
    signal: stop.signal,
    onProgress: (done) => {
      seen.push(done);
      stop.abort();
    },
  });
  await expect(going).rejects.toThrow('aborted');
  expect(seen).toEqual([1]);
});

describe('refuses a manifest', () => {
  test.each([
    ['without rows', 'a.csv', 'image,text\n', /must have rows/],
    ['that is empty', 'a.csv', '', /must have rows/],
    [
      'of another kind',
      'a.xlsx',
      'x',
      /one of \.csv, \.tsv, \.jsonl, \.ndjson, this ends in '\.xlsx'/,
    ],
    ['without a known column', 'a.csv', 'foo,bar\n1,2\n', /its columns are foo, bar/],
    [
      'whose quote never ends',
      'a.csv',
      'text,b\n"abc,1\nx,2\n',
      /a\.csv, line 2: a quote must end.*Mend it/,
    ],
  ])('%s', async (_, name, text, message) => {
    await expect(manifest(put(name, text))).rejects.toThrow(DataError);
    await expect(manifest(put(name, text))).rejects.toThrow(message);
  });

  test('that lacks a column, naming the nearest', async () => {
    const path = put('a.csv', 'pictures,caption\nx,y\n');
    await expect(manifest(path, { columns: { image: 'picture' } })).rejects.toThrow(
      "must be one of pictures, caption, got 'picture'. Did you mean 'pictures'?",
    );
  });

  test('that is not there', async () => {
    await expect(manifest(join(root, 'none.csv'))).rejects.toThrow('cannot be opened (ENOENT)');
  });
});

test('any bytes give a dataset, whose examples are good or DataErrors, or a DataError', async () => {
  const piece = fc.oneof(
    fc.constantFrom(...['a,b\n', ',', '"', '\n', '\r\n', '\t', '{"a":', '}', '[', '\ufeff', '\0']),
    fc.string(),
  );
  const bytes = fc
    .tuple(fc.array(piece), fc.uint8Array({ maxLength: 4 }))
    .map(([pieces, rest]) => Buffer.concat([Buffer.from(pieces.join('')), rest]));
  const refused = (error: unknown): void => {
    if (!(error instanceof DataError)) throw error;
  };
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom('csv', 'tsv', 'jsonl'), async (content, ending) => {
      const data = await manifest(put(`any.${ending}`, content)).catch(refused);
      for (let i = 0; i < (data?.length ?? 0); i++) await data!.get(i).catch(refused);
    }),
    { numRuns: 300 },
  );
});

test('no path leaves the folder', async () => {
  put('a.png', png);
  writeFileSync(join(root, 'a.png'), encodePng(blankPicture(9, 9)));
  const step = fc.constantFrom('..', '.', 'a.png', 'set', '', '/', '\\', '~', '\0', 'x');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const path = put('all.jsonl', JSON.stringify({ image: steps.join('/') }));
      const data = await manifest(path);
      try {
        const { image } = await data.get(0);
        expect(image!.width).toBe(5);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 100 },
  );
});

test('says what a row says without a look at its files', async () => {
  const data = await manifest(put('all.csv', 'image,text,singer\nnone.png,a song,Ann\n'));
  await expect(data.get(0)).rejects.toThrow(/none\.png/);
  const about = { id: '0', text: 'a song', factors: { singer: 'Ann' } };
  expect(await data.describe?.(0)).toEqual(about);
  expect(await readTexts(data)).toEqual(['a song']);
});
