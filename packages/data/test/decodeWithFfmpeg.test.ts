import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { DataError, encodeWav } from '../src/index.ts';
import { mp3Length } from '../src/mp3/mp3Length.ts';
import { decodeMp3 } from '../src/node/decodeMp3.ts';
import { decodeWithFfmpeg } from '../src/node/decodeWithFfmpeg.ts';

// Programs start slowly on a busy machine.
jest.setTimeout(30_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-ffmpeg-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program in ffmpeg's place that does what the script says. */
async function program(script: string): Promise<string> {
  const path = join(folder, 'ffmpeg');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

/** One that answers with this many samples, the first channel of two silent. */
async function answering(length: number): Promise<string> {
  const samples = Float32Array.from({ length: 2 * length }, (_, i) => (i % 2) / 2);
  const wav = encodeWav({ sampleRate: 8000, samples });
  new DataView(wav.buffer).setUint16(22, 2, true);
  await writeFile(join(folder, 'answer.wav'), wav);
  return program(`cat > ${folder}/input; echo "$@" > ${folder}/words; cat ${folder}/answer.wav`);
}

const input = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256);
const decode = (options: object) =>
  decodeWithFfmpeg(input, { source: 'a/7.mp3', format: 'mp3', ...options });

test('all bytes go in, what comes out is averaged, and no other format is guessed', async () => {
  const sound = await decode({ program: await answering(3) });
  expect(sound).toEqual({ sampleRate: 8000, samples: Float32Array.of(0.25, 0.25, 0.25) });
  expect((await readFile(join(folder, 'input'))).equals(input)).toBe(true);
  expect(await readFile(join(folder, 'words'), 'utf8')).toContain(
    '-protocol_whitelist pipe -f mp3 -i pipe:0',
  );
});

test.each([
  ['is missing', undefined, {}, /^a\/7\.mp3: MP3 and Ogg Vorbis are read .* Install it \(apt-get/],
  [
    'fails',
    'echo first >&2; echo no such codec >&2; exit 1',
    {},
    /cannot read it \(no such codec\)/,
  ],
  ['fails silently', 'exit 3', {}, /ffmpeg cannot read it \(it ended with 3\). It may be damaged/],
  ['says nothing', 'exit 0', {}, /not a WAV file, it is empty/],
  ['says too much', 'cat /dev/zero', { most: 50_000 }, /at most 50000 samples/],
  ['hangs', 'exec sleep 60', { timeout: 100 }, /ffmpeg must read it within 100 ms/],
])('a program that %s', async (_, script, options, message) => {
  const path = script === undefined ? join(folder, 'none') : await program(script);
  const decoding = decode({ program: path, ...options });
  await expect(decoding).rejects.toThrow(DataError);
  await expect(decoding).rejects.toThrow(message);
});

test('a signal ends it, and leaves nothing running', async () => {
  const path = await program(`echo $$ > ${folder}/pid; exec sleep 60`);
  const pid = (): Promise<string> => readFile(join(folder, 'pid'), 'utf8').catch(() => '');
  const controller = new AbortController();
  const decoding = decode({ program: path, signal: controller.signal });
  const caught = expect(decoding).rejects.toThrow('enough');
  while ((await pid()) === '') await new Promise((resolve) => setTimeout(resolve, 10));
  controller.abort(new Error('enough'));
  await caught;
  const running = Number(await pid());
  expect(() => process.kill(running, 0)).toThrow('ESRCH');
  await expect(decode({ program: path, signal: controller.signal })).rejects.toThrow('enough');
});

describe('the length that an MP3 file says', () => {
  const golden = JSON.parse(readFileSync(`${__dirname}/golden/sound.json`, 'utf8'));
  const mp3 = (name: string): Uint8Array => {
    const { file } = golden.cases.find((one: { name: string }) => one.name === name);
    return Uint8Array.from(Buffer.from(file, 'base64'));
  };
  const speech = mp3('MP3, 16 kHz');

  test('is that of the sound', () => {
    expect(mp3Length(speech)).toEqual({ samples: 1600, frame: 576 });
    expect(mp3Length(mp3('MP3, 44.1 kHz, 2 channels'))).toEqual({ samples: 2000, frame: 1152 });
    const tag = Uint8Array.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5]);
    expect(mp3Length(Uint8Array.from([...tag, ...speech]))).toEqual({ samples: 1600, frame: 576 });
    expect(mp3Length(speech.slice(1))).toBeUndefined();
  });

  test.each([
    ['padding is taken off', 2000, 1600],
    ['nothing is', 1600, 1600],
    ['more than padding is kept', 4000, 4000],
  ])('%s', async (_, comes, kept) => {
    const sound = await decodeMp3(speech, { source: 'a', program: await answering(comes) });
    expect(sound.samples).toHaveLength(kept);
  });

  test('less is cut off', async () => {
    const decoding = decodeMp3(speech, { source: 'a.mp3', program: await answering(1000) });
    await expect(decoding).rejects.toThrow('a.mp3: the MP3 file is cut off: there must be 1600');
  });

  test('may be anything in a damaged file', () => {
    const edits = fc.array(fc.tuple(fc.nat(220), fc.nat(255)), { maxLength: 9 });
    fc.assert(
      fc.property(edits, fc.nat(400), (list, length) => {
        const bytes = speech.slice(0, length);
        for (const [at, value] of list) if (at < length) bytes[at] = value;
        const said = mp3Length(bytes);
        if (said !== undefined) expect(Number.isInteger(said.samples)).toBe(true);
      }),
    );
  });
});
