import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { blankPicture, DataError, encodePng } from '../src/index.ts';
import { readPicture } from '../src/node.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-pictures-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const from = join(__dirname, '..');
const red = blankPicture(6, 4, [200, 30, 20]);

test('a picture is read as what it is, not as it is called', async () => {
  const raw = { raw: { width: 6, height: 4, channels: 3 as const } };
  expect(await readPicture(await file('a.jpg', encodePng(red)))).toEqual(red);
  const jpeg = await sharp(red.data, raw).jpeg({ quality: 100 }).toBuffer();
  const got = await readPicture(await file('b.png', jpeg), { from });
  expect(got).toMatchObject({ width: 6, height: 4, channels: 3 });
  expect(Math.abs(got.data[0] - 200)).toBeLessThan(4);
});

test('grey, sideways and transparent pictures come out as RGB, upright, on the background', async () => {
  const grey = await sharp({ create: { width: 6, height: 4, channels: 3, background: '#808080' } })
    .toColourspace('b-w')
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const upright = await readPicture(await file('grey.jpg', grey), { from });
  expect(upright).toMatchObject({ width: 4, height: 6, channels: 3 });
  expect(upright.data).toHaveLength(4 * 6 * 3);

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>';
  const blue = await readPicture(await file('x.svg', svg), { from, background: [0, 0, 255] });
  expect(blue).toEqual(blankPicture(3, 2, [0, 0, 255]));
});

test('what cannot be read is refused with its path and the remedy', async () => {
  const refuse = async (path: string, remedy: RegExp, folderOfSharp = from) => {
    const reading = readPicture(path, { from: folderOfSharp });
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(remedy);
    await expect(reading).rejects.toThrow(path);
  };
  await refuse(join(folder, 'none.png'), /cannot be opened \(ENOENT\)/);
  await refuse(await file('empty.png', ''), /got an empty file/);
  await refuse(await file('words.png', 'some words'), /no kind known here/);
  await refuse(await file('cut.jpg', Uint8Array.of(255, 216, 255, 224)), /It may be damaged/);
  await refuse(await file('d.jpg', Uint8Array.of(255, 216, 255)), /npm install sharp/, folder);
});
