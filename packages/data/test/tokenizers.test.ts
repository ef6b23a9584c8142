import * as fc from 'fast-check';
import {
  byteTokenizer,
  DataError,
  encodeBatch,
  fitCharacters,
  fitWords,
  specialIds,
  type Tokenizer,
  type TokenizerConfig,
  tokenizerFrom,
  wordsOf,
} from '../src/index.ts';

const texts = ['A red apple.', 'a green apple', 'Ein süßer Apfel', '赤いリンゴ', ''];
const every: Record<string, Tokenizer> = {
  bytes: byteTokenizer(),
  characters: fitCharacters(texts),
  words: fitWords(texts),
};
const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

describe.each(Object.entries(every))('%s', (_, tokenizer) => {
  test('comes back from its config', () => {
    const again = tokenizerFrom(JSON.parse(JSON.stringify(tokenizer.config)));
    expect(again.vocabularySize).toBe(tokenizer.vocabularySize);
    for (const text of texts) expect(again.encode(text)).toEqual(tokenizer.encode(text));
  });

  test('gives ids in the vocabulary, no more than asked for, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 50 }), (text, length) => {
        const ids = tokenizer.encode(text, { length });
        expect(ids.length).toBeLessThanOrEqual(length);
        expect(ids.every((id) => id > 0 && id < tokenizer.vocabularySize)).toBe(true);
      }),
    );
  });

  test('takes an empty and a hostile text of a megabyte', () => {
    expect(tokenizer.decode(tokenizer.encode(''))).toBe('');
    for (const piece of ['a red apple, ', 'x', '\u0323\u0301', '漢']) {
      const ids = tokenizer.encode(piece.repeat(1e6 / piece.length), { length: 16 });
      expect(ids.length).toBeLessThanOrEqual(16);
    }
  });

  test('refuses ids of another tokenizer', () => {
    expect(() => tokenizer.decode([tokenizer.vocabularySize])).toThrow(DataError);
    expect(() => tokenizer.decode([-1])).toThrow(/got -1 at 0/);
  });
});

test('bytes and characters give the text back, in NFC', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const plain = text.normalize('NFC');
      for (const tokenizer of [byteTokenizer(), fitCharacters([text])]) {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(plain);
      }
    }),
  );
});

test('words give their words back', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const tokenizer = fitWords([text]);
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(wordsOf(text).join(' '));
    }),
  );
});

test('wordsOf knows languages', () => {
  expect(wordsOf("Don't panic: 5 Äpfel, l’été!")).toEqual([
    "don't",
    'panic',
    '5',
    'äpfel',
    'l’été',
  ]);
  expect(wordsOf('A\u0308pfel')).toEqual(['äpfel']);
  expect(wordsOf('красное яблоко — سيب أحمر')).toEqual(['красное', 'яблоко', 'سيب', 'أحمر']);
  expect(wordsOf('赤いリンゴ red')).toEqual(['赤', 'い', 'リ', 'ン', 'ゴ', 'red']);
  expect(wordsOf('लाल सेब')).toEqual(['लाल', 'सेब']);
  expect(wordsOf(' ... ! 🍎 ')).toEqual([]);
});

test('the vocabulary is ordered by frequency, then by code unit', () => {
  const { config } = fitWords(['b a', 'c b', 'A c b', 'd']);
  expect(config).toEqual({ kind: 'words', words: ['b', 'a', 'c', 'd'] });
  expect(fitWords(['b a', 'c b'], { minCount: 2 }).config).toMatchObject({ words: ['b'] });
});

test('unknown words keep their place, and cut texts keep begin and end', () => {
  const words = fitWords(['red apple']);
  expect([...words.encode('red blue apple')]).toEqual([3, specialIds.unknown, 2]);
  expect(words.decode([3, 1, 2, 0])).toBe('red \u{fffd} apple');
  expect([...byteTokenizer().encode('abc', { length: 4 })]).toEqual([2, 101, 102, 3]);
  expect(() => byteTokenizer().encode('abc', { length: 1 })).toThrow(/at least 2/);
});

test('encodeBatch pads and masks', () => {
  const words = fitWords(['red apple']);
  expect(encodeBatch(words, ['apple', '', 'red red red red'], 3)).toEqual({
    ids: Int32Array.of(2, 0, 0, 0, 0, 0, 3, 3, 3),
    mask: Float32Array.of(1, 0, 0, 0, 0, 0, 1, 1, 1),
    length: 3,
  });
});

test('a config of no tokenizer is refused', () => {
  const refuse = (config: unknown) => () => tokenizerFrom(config as TokenizerConfig);
  expect(refuse({ kind: 'wordpieces' })).toThrow(/must be 'bytes', .* got "wordpieces"/);
  expect(refuse({ kind: 'words', words: ['a', 'a'] })).toThrow(/list of different strings/);
  expect(refuse({ kind: 'characters' })).toThrow(DataError);
});
