import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { DataError } from '../src/index.ts';
import { decodeSound } from '../src/node/decodeSound.ts';
import { readSound } from '../src/node.ts';
import { begins, ends, oggPage } from './oggPages.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/sound.json`, 'utf8'));
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const fileOf = (name: string): Uint8Array =>
  bytesOf(golden.cases.find((one: { name: string }) => one.name === name).file);
const source = 'a/7.sound';
const from = join(__dirname, '..');
const refusal = (bytes: Uint8Array, options = {}): Promise<unknown> =>
  decodeSound(bytes, { source, from, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  );

// Programs and WebAssembly start slowly on a busy machine.
jest.setTimeout(30_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-sounds-'));
});
afterAll(() => rm(folder, { recursive: true }));
// opus-decoder writes what it throws.
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

const hasFfmpeg = (() => {
  try {
    return execFileSync('ffmpeg', ['-version']).length > 0;
  } catch {
    return false;
  }
})();

describe(golden.provenance, () => {
  for (const { name, file, sampleRate, expected } of golden.cases) {
    const skipped = !hasFfmpeg && /^(MP3|Vorbis)/.test(name);
    (skipped ? test.skip : test)(`${name}${skipped ? ' (skipped: no ffmpeg)' : ''}`, async () => {
      const sound = await decodeSound(bytesOf(file), { source, from });
      expect(sound.sampleRate).toBe(sampleRate);
      const values = new Float32Array(bytesOf(expected).buffer);
      expect(sound.samples).toHaveLength(values.length);
      const differences = sound.samples.map((value, i) => Math.abs(value - values[i]));
      expect(Math.max(...differences)).toBeLessThan(name.startsWith('FLAC') ? 1e-9 : 1e-4);
    });
  }
});

test('a file is read as what it is, not as it is called', async () => {
  const path = join(folder, 'a.wav');
  await writeFile(path, fileOf('FLAC, 8 bits'));
  expect(await readSound(path)).toMatchObject({ sampleRate: 8000, samples: { length: 300 } });
  await writeFile(path, 'words');
  await expect(readSound(path)).rejects.toThrow(`${path}: not a WAV, FLAC, MP3 or Ogg file`);
  await expect(readSound(join(folder, 'none'))).rejects.toThrow('cannot be opened (ENOENT)');
});

describe('Opus', () => {
  const file = fileOf('Opus, 16 kHz');
  const head = Uint8Array.from([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
  const pages = (packets: Uint8Array[], end: number): Uint8Array =>
    Uint8Array.from(
      Buffer.concat([
        oggPage([head], { number: 0, flags: begins }),
        oggPage([Uint8Array.from(Buffer.from('OpusTags'))], { number: 1 }),
        oggPage(packets, { number: 2, flags: ends, end }),
      ]),
    );

  test('is refused when it is cut off or changed', async () => {
    expect(await refusal(file.subarray(0, file.length - 1))).toEqual(
      new DataError('a/7.sound: the Ogg file is cut off. Fetch it again.'),
    );
    expect(await refusal(file.with(300, file[300] ^ 1))).toBeInstanceOf(DataError);
  });

  test('is refused without a sample, and with packets that are none', async () => {
    expect(await refusal(pages([], 0))).toMatchObject({
      message: expect.stringMatching(/has none/),
    });
    const wrong = pages([Uint8Array.of(0xff, 0xff, 0xff)], 960);
    expect(await refusal(wrong)).toEqual(
      new DataError(
        'a/7.sound: opus-decoder cannot read it (libopus -4 OPUS_INVALID_PACKET: The compressed data ' +
          'passed is corrupted). It may be damaged.',
      ),
    );
  });

  test('says how to get opus-decoder', async () => {
    expect(await refusal(file, { from: folder })).toEqual(
      new DataError(
        'a/7.sound: Opus cannot be read without opus-decoder. Run: npm install opus-decoder',
      ),
    );
  });

  test('any packets give a sound or a DataError', async () => {
    const packets = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(packets, fc.nat(5000), async (list, end) => {
        const error = await refusal(pages(list, end));
        if (error !== undefined) expect(error).toBeInstanceOf(DataError);
      }),
      { numRuns: 20 },
    );
  });
});

test('Ogg is looked through before ffmpeg gets it', async () => {
  const vorbis = fileOf('Vorbis, 16 kHz');
  expect(await refusal(vorbis.subarray(0, vorbis.length - 9))).toMatchObject({
    message: 'a/7.sound: the Ogg file is cut off. Fetch it again.',
  });
});

(hasFfmpeg ? test : test.skip)(
  'MP3 that is cut off or none is refused (skipped: no ffmpeg)',
  async () => {
    const mp3 = fileOf('MP3, 16 kHz');
    expect(await refusal(mp3.subarray(0, mp3.length / 2))).toMatchObject({
      name: 'DataError',
      message: expect.stringMatching(/cut off: there must be 1600 samples, there are \d+\. Fetch/),
    });
    expect(await refusal(Uint8Array.from(Buffer.from('ID3 and more')))).toMatchObject({
      message: expect.stringMatching(/ffmpeg cannot read it \(.+\). It may be damaged/),
    });
  },
);
