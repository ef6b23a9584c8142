import * as fc from 'fast-check';
import { DataError } from '../src/index.ts';
import { oggPackets } from '../src/ogg/oggPackets.ts';
import { readOpusHead } from '../src/ogg/opusHead.ts';
import { begins, ends, oggPage, stamped } from './oggPages.ts';

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const one = Uint8Array.of(1, 2, 3);
const two = Uint8Array.of(4, 5);
const first = oggPage([one], { number: 0, flags: begins, end: 0 });
const last = oggPage([two, one], { number: 1, flags: ends, end: 99 });

test('packets come in their order, from one stream', () => {
  const other = oggPage([two], { number: 0, flags: begins, serial: 8 });
  const { packets, end } = oggPackets('a.ogg', joined(first, other, last));
  expect(packets).toEqual([one, two, one]);
  expect(end).toBe(99);
});

test('a packet may go on in the next pages', () => {
  const long = Uint8Array.from({ length: 600 }, (_, i) => i % 251);
  // A size of 255 in the last place: it goes on; 90 is its end.
  const begin = oggPage([one, new Uint8Array(255)], { number: 0, flags: begins, end: -1 });
  begin.set(long.subarray(0, 255), begin.length - 255);
  const middle = oggPage([new Uint8Array(255)], { number: 1, flags: 1, end: -1 });
  middle.set(long.subarray(255, 510), middle.length - 255);
  const finish = oggPage([long.subarray(510)], { number: 2, flags: 1 + ends, end: 5 });
  const { packets, end } = oggPackets('a.ogg', joined(stamped(begin), stamped(middle), finish));
  expect(packets).toEqual([one, long]);
  expect(end).toBe(5);
});

test.each([
  ['cut off between pages', first, 'the Ogg file is cut off. Fetch it again.'],
  ['cut off in a page', joined(first, last.subarray(0, 30)), 'is cut off'],
  ['cut off in the head of a page', joined(first, last.subarray(0, 20)), 'is cut off'],
  ['empty', Uint8Array.of(), 'is cut off'],
  ['without packets', oggPage([], { number: 0, flags: begins + ends }), 'is cut off'],
  ['of other bytes', joined(first, Buffer.alloc(40)), 'a page is missing or changed'],
  ['changed', joined(first, last.with(-1, 77)), 'a page is missing or changed'],
  ['without a page', joined(first, oggPage([two], { number: 2, flags: ends })), 'is missing'],
  ['that goes on', joined(first, oggPage([two], { number: 1, flags: 1 + ends })), 'is missing'],
  ['of two sounds', joined(first, last, first), 'must hold one sound'],
])('refuses a file %s', (_, bytes, message) => {
  const read = () => oggPackets('a/7.ogg', bytes);
  expect(read).toThrow(DataError);
  expect(read).toThrow('a/7.ogg: ');
  expect(read).toThrow(message);
});

const head = (...bytes: number[]): Uint8Array =>
  Uint8Array.from([...Buffer.from('OpusHead'), 1, ...bytes]);
const after = [56, 1, 0x80, 0x3e, 0, 0, 0, 0];

test('the head of an Opus file', () => {
  const stereo = readOpusHead('a', head(2, ...after, 0));
  expect(stereo).toEqual({
    ...{ channels: 2, preSkip: 312, inputRate: 16_000, gain: 1 },
    ...{ streamCount: 1, coupledStreamCount: 1, channelMappingTable: [0, 1] },
  });
  const three = readOpusHead('a', head(3, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 1, 0, 255, 2));
  expect(three).toMatchObject({ streamCount: 2, coupledStreamCount: 1 });
  expect(three.channelMappingTable).toEqual([0, 255, 2]);
  expect(three.gain).toBeCloseTo(10 ** 0.5, 12);
});

test.each([
  ['cut off', head(1, ...after), 'its head is cut off'],
  ['without channels', head(0, ...after, 0), 'it says 0 channels'],
  ['of three channels in one stream', head(3, ...after, 0), 'it says 3 channels'],
  ['whose table is cut off', head(3, ...after, 1, 2, 1, 0), 'it says 3 channels'],
  [
    'whose channels lie nowhere',
    head(2, ...after, 1, 1, 0, 0, 1),
    '2 channels cannot lie in 1 streams',
  ],
  ['without streams', head(1, ...after, 1, 0, 0, 255), '1 channels cannot lie in 0 streams'],
  ['of another version', head(1, ...after, 0).with(8, 16), 'its version is 16'],
])('refuses a head %s', (_, packet, message) => {
  expect(() => readOpusHead('a.opus', packet)).toThrow(DataError);
  expect(() => readOpusHead('a.opus', packet)).toThrow(message);
});

test('any pages give packets or a DataError', () => {
  const page = fc
    .tuple(
      fc.array(fc.uint8Array({ maxLength: 255 }), { maxLength: 4 }),
      fc.record({ number: fc.nat(2), flags: fc.nat(7), serial: fc.nat(1), end: fc.integer() }),
    )
    .map(([packets, options]) => oggPage(packets, options));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(page, { minLength: 1, maxLength: 4 }).map((pages) => joined(...pages)),
    fc.tuple(fc.nat(2000), fc.array(page)).map(([end, pages]) => joined(...pages).subarray(0, end)),
  );
  fc.assert(
    fc.property(bytes, (file) => {
      try {
        const { packets } = oggPackets('a', file);
        expect(packets.length).toBeGreaterThan(0);
        expect(packets.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(file.length);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
