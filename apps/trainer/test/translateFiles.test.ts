import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, DataError, decodeWav, type Example, encodePng, encodeWav } from '@xm/data';
import { readPicture, readVideo } from '@xm/data/node';
import * as fc from 'fast-check';
import { readCaptions } from '../src/translate/readCaptions.ts';
import { type Input, readInputs } from '../src/translate/readInputs.ts';
import { prepareFolder, writeOutputs } from '../src/translate/writeOutputs.ts';

const { signal } = new AbortController();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-translate-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const tone = {
  sampleRate: 8000,
  samples: Float32Array.from({ length: 800 }, (_, i) => 0.3 * Math.sin(i / 3)),
};

describe('captions', () => {
  test('one a line, or as JSON lines', async () => {
    const plain = await readCaptions(
      await put('a.txt', 'big red heart\r\n small blue square \n\n'),
    );
    expect(plain.map(({ name }) => name)).toEqual(['big red heart', 'small blue square']);
    expect(plain[1].example).toEqual({ id: '1', text: 'small blue square' });
    const json = await readCaptions(
      await put('a.jsonl', '{"caption":"big red heart","n":1}\n{"text":"small"}\n'),
    );
    expect(json.map(({ name }) => name)).toEqual(['big red heart', 'small']);
  });

  test.each([
    ['empty.txt', '', /must hold captions, one a line; it is empty/],
    ['gap.txt', 'one\n\nthree\n', /gap\.txt, line 2: the caption is empty/],
    ['gap.jsonl', '{"caption":" "}', /gap\.jsonl, line 1: the caption is empty/],
    ['no.jsonl', '{"caption":"a"}\nhello', /no\.jsonl, line 2: .*and this is not JSON/],
    ['none.jsonl', '{"capton":"a"}', /line 1: .*this one has no caption/],
    ['null.jsonl', 'null', /line 1: .*this one has no caption/],
    ['binary.txt', Uint8Array.of(0xff, 0xfe, 0), /must be text in UTF-8/],
  ])('%s is refused', async (name, content, message) => {
    const path = await put(name, content);
    await expect(readCaptions(path)).rejects.toThrow(message);
    await expect(readCaptions(path)).rejects.toThrow(DataError);
  });

  test('any bytes are captions or a DataError', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('any.txt', 'any.jsonl'), async (content, name) => {
        try {
          const read = await readCaptions(await put(name, content));
          expect(read.every(({ example }) => example.text?.trim() !== '')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  });
});

describe('files to translate', () => {
  test('a folder is read in the order of its names, other files are passed over', async () => {
    await put('b.png', encodePng(blankPicture(4, 4)));
    await put('a.png', encodePng(blankPicture(6, 5)));
    await put('notes.txt', 'x');
    const read = await readInputs('image', folder, folder, signal);
    expect(read.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
    expect(read[0].example).toMatchObject({ id: 'a', image: { width: 6, height: 5 } });
    await expect(readInputs('speech', folder, folder, signal)).rejects.toThrow(
      /must hold files that end in wav, flac, mp3, ogg, oga, opus; none does/,
    );
  });

  test('one sound; one that is silent is refused', async () => {
    const path = await put('tone.wav', encodeWav(tone));
    expect(await readInputs('speech', path, folder, signal)).toMatchObject([
      { name: 'tone.wav', example: { id: 'tone', speech: { sampleRate: 8000 } } },
    ]);
    const silent = encodeWav({ sampleRate: 8000, samples: new Float32Array(800) });
    await expect(
      readInputs('speech', await put('none.wav', silent), folder, signal),
    ).rejects.toThrow(/none\.wav: a sound must be heard, this one is silent/);
  });

  test('what is not there, no picture, or stopped', async () => {
    await expect(readInputs('image', join(folder, 'no'), folder, signal)).rejects.toThrow(
      /there is no such file or folder/,
    );
    const text = await put('text.png', 'hello');
    await expect(readInputs('image', text, folder, signal)).rejects.toThrow(DataError);
    await expect(readInputs('image', text, folder, AbortSignal.abort('stop'))).rejects.toBe('stop');
  });
});

describe('what is written', () => {
  const inputs: Input[] = [
    { name: 'big red heart', example: { id: '0', text: 'big red heart' } },
    { name: 'small', example: { id: '1', text: 'small' } },
  ];
  const image = { ...blankPicture(3, 3), data: Uint8Array.from({ length: 27 }, (_, i) => 9 * i) };
  const video = { frameRate: 8, frames: [image, blankPicture(3, 3)] };
  const lines = async (): Promise<unknown[]> =>
    (await readFile(join(folder, 'manifest.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('pictures, several of each input', async () => {
    const outputs: Example[][] = [
      [
        { id: 'a', image },
        { id: 'b', image },
      ],
      [{ id: 'c', image }],
    ];
    const write = { video: 'gif', signal } as const;
    const names = await writeOutputs(folder, ['text', ['image']], inputs, outputs, write);
    expect(names).toEqual(['000000.png', '000001.png', '000002.png']);
    expect(await readPicture(join(folder, names[2]))).toEqual(image);
    expect(await lines()).toEqual([
      { image: '000000.png', caption: 'big red heart' },
      { image: '000001.png', caption: 'big red heart' },
      { image: '000002.png', caption: 'small' },
    ]);
    await expect(prepareFolder(folder)).rejects.toThrow(/must be empty/);
  });

  test('texts and sounds', async () => {
    const folders = { text: join(folder, 'text'), speech: join(folder, 'speech') };
    await Promise.all(Object.values(folders).map((path) => mkdir(path)));
    const both: Example[][] = inputs.map(({ name }) => [{ id: name, text: name, speech: tone }]);
    const write = { video: 'gif', signal } as const;
    await writeOutputs(folders.text, ['image', ['text']], inputs, both, write);
    expect(await readFile(join(folders.text, '000001.txt'), 'utf8')).toBe('small\n');
    await writeOutputs(folders.speech, ['text', ['speech']], inputs, both, write);
    const { samples } = decodeWav(await readFile(join(folders.speech, '000000.wav')));
    expect(samples).toHaveLength(800);
    expect(await readdir(folders.speech)).toEqual(['000000.wav', '000001.wav', 'manifest.jsonl']);
  });

  test('moving pictures as GIF', async () => {
    const outputs = inputs.map(() => [{ id: 'v', video }]);
    await writeOutputs(folder, ['text', ['video']], inputs, outputs, { video: 'gif', signal });
    const bytes = await readFile(join(folder, '000001.gif'));
    expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
  });

  const there = spawnSync('ffmpeg', ['-version']).status === 0;
  (there ? test : test.skip)(
    `and as MP4${there ? '' : ' (skipped: no ffmpeg on PATH)'}`,
    async () => {
      const outputs = inputs.map(() => [{ id: 'v', video }]);
      await writeOutputs(folder, ['text', ['video']], inputs, outputs, { video: 'mp4', signal });
      expect((await readVideo(join(folder, '000001.mp4'))).frames).toHaveLength(2);
    },
  );
});
