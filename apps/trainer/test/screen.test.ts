import * as fc from 'fast-check';
import { columns, fitted, harmless } from '../src/screen/columns.ts';
import { countPrinter } from '../src/screen/countPrinter.ts';
import { useLine } from '../src/screen/useLine.ts';
import { wrap } from '../src/screen/wrap.ts';

test('a Chinese letter and an emoji take two columns, an accent none', () => {
  expect(['abc', '猫', 'ー', '🦊', 'e\u0301', 'Ａ', '→'].map(columns)).toEqual([
    3, 2, 2, 2, 1, 2, 1,
  ]);
});

test('a text is cut to columns, not to letters', () => {
  expect(fitted('猫猫猫', 6)).toBe('猫猫猫');
  expect(fitted('猫猫猫', 5)).toBe('猫猫…');
  expect(fitted('猫猫猫', 4)).toBe('猫…');
});

test('nothing in a text steers a terminal', () => {
  expect(harmless('a\u001b[31m\r\n\u009bb\u202ec')).toBe('a [31m   b c');
});

test('lines are full, whole and never too wide', () => {
  expect(wrap('one two three', 9)).toBe('one two\nthree');
  expect(wrap('one two three', 11, '  - ')).toBe('  - one two\n    three');
  expect(wrap('abcdefghij k', 8, '> ')).toBe('> abcdef\n  ghij k');
  const word = fc.string({ unit: fc.constantFrom('a', '猫', '🦊', 'e\u0301'), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 4, max: 40 }), (words, width) => {
      const text = words.join(' ');
      const lines = wrap(text, width, '  ').split('\n');
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
      const kept = lines.join('').replaceAll(' ', '');
      expect(kept).toBe(text.replaceAll(' ', ''));
    }),
  );
});

describe('a count', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());
  const printed = (isTTY: boolean, milliseconds: number) => {
    const written: string[] = [];
    const out = { isTTY, columns: 80, write: (text: string) => written.push(text) };
    const printer = countPrinter(out as unknown as NodeJS.WriteStream, 'examples');
    for (let done = 1; done <= 1000; done++) {
      jest.advanceTimersByTime(milliseconds / 1000);
      printer.show(done, 1000);
    }
    printer.end();
    return written;
  };

  test('shows nothing when it is soon done', () => {
    expect(printed(true, 400)).toEqual([]);
    expect(printed(false, 8000)).toEqual([]);
  });

  test('is one line on a terminal, which goes away', () => {
    const written = printed(true, 20_000);
    expect(written.length).toBeGreaterThan(150);
    expect(written[0]).toBe('\r\x1b[K25 of 1,000 examples · 50 a second · 20 s left');
    expect(written.at(-1)).toBe('\r\x1b[K');
    expect(written.join('')).not.toContain('\n');
  });

  test('is a line every ten seconds elsewhere', () => {
    expect(printed(false, 25_000)).toEqual([
      '400 of 1,000 examples · 40 a second · 15 s left\n',
      '800 of 1,000 examples · 40 a second · 5 s left\n',
    ]);
  });
});

test('a command that has no room on a line goes on below, as a shell reads it', () => {
  const short = 'npx xm translate --run r --input FILE --out DIR';
  expect(useLine(short)).toBe(`Use      ${short}`);
  const long = `npx xm translate --from text --to image --run runs/${'a'.repeat(16)} --input FILE --out DIR`;
  const lines = useLine(long).split('\n');
  expect(lines).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(useLine(long).replace(/ \\\n +/, ' ')).toBe(`Use      ${long}`);
});
