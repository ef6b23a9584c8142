import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, encodePng, encodeWav } from '../src/index.ts';
import { folder } from '../src/node.ts';

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
  await expect(data.get(0)).rejects.toThrow('this is MP3. Convert it, with ffmpeg');
});

test('refuses a folder without data, and one that is not there', async () => {
  put('cat/notes.txt', 'x');
  await expect(folder(root)).rejects.toThrow('there must be pictures or WAV files');
  await expect(folder(join(root, 'none'))).rejects.toThrow('cannot be opened (ENOENT)');
});
