import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { DataError, decodeIdx, encodeWav } from '../src/index.ts';
import { digits, digitsToJudgeBy } from '../src/node.ts';

let root: string;
let written: string;
let spoken: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-digits-'));
  written = join(root, 'written');
  spoken = join(root, 'spoken');
  for (const folder of [written, spoken]) mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

const idx = (shape: number[], data: readonly number[]): Uint8Array => {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [i, size] of shape.entries()) header.setUint32(4 + 4 * i, size);
  return Buffer.concat([new Uint8Array(header.buffer), Uint8Array.from(data)]);
};

/** Picture i of 3×2 pixels is all of the grey i. */
function writeWritten(labels: Record<'train' | 't10k', number[]>, pack = false): void {
  for (const [prefix, list] of Object.entries(labels)) {
    const images = idx(
      [list.length, 2, 3],
      list.flatMap((_, i) => Array(6).fill(i)),
    );
    const files = { 'images-idx3': images, 'labels-idx1': idx([list.length], list) };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(written, `${prefix}-${name}-ubyte`);
      if (pack) writeFileSync(`${path}.gz`, gzipSync(bytes));
      else writeFileSync(path, bytes);
    }
  }
}

/** The samples of a recording say its digit and index. */
function writeSpoken(speakers: string[], spokenDigits: number[], indices: number[]): void {
  for (const speaker of speakers) {
    for (const digit of spokenDigits) {
      for (const index of indices) {
        const samples = Float32Array.of(digit / 16, index / 64);
        const bytes = encodeWav({ sampleRate: 8000, samples });
        writeFileSync(join(spoken, `${digit}_${speaker}_${index}.wav`), bytes);
      }
    }
  }
}

test.each([false, true])(
  'pairs pictures with recordings of the same digit and split (gzip: %s)',
  async (pack) => {
    writeWritten({ train: [3, 1, 3, 1, 1, 3], t10k: [1, 3] }, pack);
    writeSpoken(['ann', 'bob'], [1, 3], [0, 4, 5, 20]);
    const { train, test: held } = await digits({ written, spoken });
    expect([train.length, held.length]).toEqual([6, 2]);
    for (const [set, isTest] of [
      [train, false],
      [held, true],
    ] as const) {
      for (let i = 0; i < set.length; i++) {
        const { id, image, speech, text, factors } = await set.get(i);
        expect(id).toBe(`${isTest ? 'test' : 'train'}/${i}`);
        expect(image).toMatchObject({ width: 3, height: 2, channels: 3 });
        expect(Array.from(image!.data)).toEqual(Array(18).fill(i));
        expect(speech!.samples[0] * 16).toBe(factors!['digit']);
        expect(speech!.samples[1] * 64 <= 4).toBe(isTest);
        expect(text).toBe({ 1: 'one', 3: 'three' }[factors!['digit'] as 1 | 3]);
        expect(['ann', 'bob']).toContain(factors!['speaker']);
      }
    }
  },
);

test('the seed decides who speaks', async () => {
  writeWritten({ train: Array(40).fill(1), t10k: [1] });
  writeSpoken(['ann', 'bob'], [1], [0, 5, 6, 7]);
  const order = async (seed: number) => {
    const { train } = await digits({ written, spoken, seed });
    const examples = await Promise.all(Array.from({ length: 40 }, (_, i) => train.get(i)));
    return examples.map(({ speech, factors }) => `${factors!['speaker']} ${speech!.samples[1]}`);
  };
  expect(await order(1)).toEqual(await order(1));
  expect(await order(1)).not.toEqual(await order(2));
  expect(new Set(await order(1)).size).toBe(6);
});

test('held-out speakers are in the test split alone', async () => {
  writeSpoken(['ann', 'bob'], [0, 1], [0, 9]);
  const { train, test: held } = await digits({ spoken, heldOutSpeakers: ['bob'] });
  const speakers = async (set: typeof train) =>
    Promise.all(Array.from({ length: set.length }, async (_, i) => (await set.get(i)).factors));
  expect((await speakers(train)).map((factors) => factors!['speaker'])).toEqual(
    Array(4).fill('ann'),
  );
  expect((await speakers(held)).map((factors) => factors!['speaker'])).toEqual(
    Array(4).fill('bob'),
  );
});

test('what is not given is absent', async () => {
  writeWritten({ train: [7], t10k: [2] });
  writeSpoken(['ann'], [4], [0, 9]);
  const pictures = await (await digits({ written })).train.get(0);
  expect(pictures).not.toHaveProperty('speech');
  expect(pictures.factors).toEqual({ digit: 7 });
  const sounds = await (await digits({ spoken })).train.get(0);
  expect(sounds).not.toHaveProperty('image');
  expect(sounds).toMatchObject({ text: 'four', factors: { digit: 4, speaker: 'ann' } });
});

describe('refuses, with what to do', () => {
  const refused = (options: Parameters<typeof digits>[0]) => expect(digits(options)).rejects;

  test('no folder', () => refused({}).toThrow('at least one of the folders'));
  test('a folder that is not there', () =>
    refused({ spoken: join(root, 'none') }).toThrow('cannot be opened (ENOENT)'));
  test('a folder without recordings', () => refused({ spoken }).toThrow('7_jackson_12.wav'));
  test('a folder without MNIST', () => refused({ written }).toThrow('MNIST consists of four'));
  test('a speaker who is not there', async () => {
    writeSpoken(['ann', 'bob'], [1], [0]);
    await refused({ spoken, heldOutSpeakers: ['eve'] }).toThrow(
      "by 'eve'. heldOutSpeakers can be ann, bob",
    );
  });
  test('a digit nobody says', async () => {
    writeWritten({ train: [1, 2], t10k: [1] });
    writeSpoken(['ann'], [1], [0, 9]);
    await refused({ written, spoken }).toThrow('one has none of 2');
  });
  test('labels that do not belong to the pictures', async () => {
    writeWritten({ train: [1, 2], t10k: [1] });
    writeFileSync(join(written, 'train-labels-idx1-ubyte'), idx([3], [1, 2, 3]));
    await refused({ written }).toThrow('a label for each of its 2 pictures, it has 3');
    writeFileSync(join(written, 'train-labels-idx1-ubyte'), idx([2], [1, 12]));
    await refused({ written }).toThrow('number 1 of train is 12');
  });
  test('a packed file that is cut off', async () => {
    writeWritten({ train: [1, 2], t10k: [1] }, true);
    const path = join(written, 'train-images-idx3-ubyte.gz');
    writeFileSync(path, gzipSync(idx([2, 2, 3], Array(12).fill(1))).subarray(0, 25));
    await refused({ written }).toThrow('cannot be unpacked');
  });
  test('a recording that is damaged, when it is asked for', async () => {
    writeFileSync(join(spoken, '5_ann_9.wav'), 'no sound');
    const { train } = await digits({ spoken });
    await expect(train.get(0)).rejects.toThrow('5_ann_9.wav: not a WAV, FLAC, MP3 or Ogg file');
  });
});

test('any bytes give an IDX array that has what it says, or a DataError', () => {
  const good = idx([2, 3], [1, 2, 3, 4, 5, 6]);
  const edited = fc
    .tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length))
    .map(([at, value, end]) => Uint8Array.from(good.with(at, value)).subarray(0, end));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), edited), (bytes) => {
      try {
        const { shape, data } = decodeIdx(bytes);
        expect(data.length).toBe(shape.reduce((a, b) => a * b));
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

const real = join(__dirname, '../../../../shared/data/digits');
(existsSync(real) ? test : test.skip)(
  'reads the real ones (skipped: ../shared/data is not there)',
  async () => {
    const { train, test: held } = await digits({
      written: join(real, 'written'),
      spoken: join(real, 'spoken'),
    });
    expect([train.length, held.length]).toEqual([8000, 1000]);
    for (const i of [0, 4000, 7999]) {
      const { image, speech } = await train.get(i);
      expect(image).toMatchObject({ width: 28, height: 28 });
      expect(speech!.sampleRate).toBe(8000);
      expect(speech!.samples.length).toBeGreaterThan(800);
    }
  },
);

test('to be judged by: the test split of each, apart, or all where there is none of it', async () => {
  writeWritten({ train: [3, 1, 3], t10k: [1, 3] });
  writeSpoken(['ann'], [1, 3], [2, 7]);
  const of = async () => {
    const { written: pictures, spoken: sounds } = await digitsToJudgeBy({ written, spoken });
    const all = await Promise.all(
      [pictures, sounds].map((data) =>
        Promise.all(Array.from({ length: data.length }, (_, i) => data.get(i))),
      ),
    );
    return all.map((examples) =>
      examples.map(({ id, text, image, speech }) => [id, text, !!image, !!speech]),
    );
  };
  expect(await of()).toEqual([
    [
      ['written/0', 'one', true, false],
      ['written/1', 'three', true, false],
    ],
    [
      ['spoken/0', 'one', false, true],
      ['spoken/1', 'three', false, true],
    ],
  ]);
  for (const name of ['images-idx3', 'labels-idx1']) rmSync(join(written, `t10k-${name}-ubyte`));
  for (const digit of [1, 3]) rmSync(join(spoken, `${digit}_ann_2.wav`));
  const [pictures, sounds] = await of();
  expect(pictures.map(([, text]) => text)).toEqual(['three', 'one', 'three']);
  expect(sounds.map(([, text]) => text)).toEqual(['one', 'three']);
  for (const name of ['images-idx3', 'labels-idx1']) rmSync(join(written, `train-${name}-ubyte`));
  await expect(of()).rejects.toThrow('t10k-images-idx3-ubyte');
});
