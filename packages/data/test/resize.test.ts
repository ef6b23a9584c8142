import { readFileSync } from 'node:fs';
import { blankPicture, DataError, type Picture, resize } from '../src/index.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/resize.json`, 'utf8'));
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

describe(golden.provenance, () => {
  for (const { from, to, data, expected } of golden.cases) {
    test(`${from.join(' x ')} to ${to.join(' x ')}`, () => {
      const [width, height] = from;
      const picture: Picture = { width, height, channels: 3, data: bytesOf(data) };
      const got = resize(picture, to[0], to[1]);
      const most = bytesOf(expected).reduce(
        (worst, value, i) => Math.max(worst, Math.abs(value - got.data[i])),
        0,
      );
      expect(got).toMatchObject({ width: to[0], height: to[1] });
      expect(most).toBeLessThanOrEqual(1);
    });
  }
});

test('a plain picture stays plain', () => {
  const plain = blankPicture(9, 4, [255, 7, 130]);
  expect(resize(plain, 31, 2)).toEqual(blankPicture(31, 2, [255, 7, 130]));
});

test('a side that is not a positive integer is refused', () => {
  expect(() => resize(blankPicture(2, 2), 0, 3)).toThrow(DataError);
  expect(() => resize(blankPicture(2, 2), 2.5, 3)).toThrow(/got 2.5 and 3/);
});
