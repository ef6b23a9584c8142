import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  DataError,
  fitBpe,
  type Tokenizer,
  type TokenizerConfig,
  tokenizerFrom,
} from '../src/index.ts';
import { byteIds, byteTokens } from '../src/tokenizers/bpe/bpeTokenizer.ts';
import { heap } from '../src/tokenizers/bpe/heap.ts';
import { piecesOf } from '../src/tokenizers/bpe/piecesOf.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/bpe.json`, 'utf8'));
const merges = ({ config }: Tokenizer) => (config.kind === 'bpe' ? config.merges : []);
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe(golden.provenance, () => {
  test('the same merges, in the same order', async () => {
    const tokenizer = await fitBpe(golden.train, { size: golden.size });
    expect(tokenizer.vocabularySize).toBe(golden.vocabularySize);
    expect(merges(tokenizer)).toEqual(golden.merges);
  });

  test('the same ids, between begin and end', () => {
    const tokenizer = tokenizerFrom({ kind: 'bpe', merges: golden.merges });
    for (const { text, ids } of golden.cases) {
      expect([text, ...tokenizer.encode(text)]).toEqual([text, 2, ...ids, 3]);
    }
  });
});

test('learns what a plain twin learns, which counts all pairs anew each time', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(letters, { maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      async (texts, minCount) => {
        const size = 290;
        const learnt = merges(await fitBpe(texts, { size, minCount }));
        expect(learnt).toEqual(plainMerges(texts, size, minCount));
      },
    ),
    { numRuns: 60 },
  );
});

test('encodes as its plain twin does, one merge after the other over the whole text', () => {
  const tokenizer = tokenizerFrom({ kind: 'bpe', merges: golden.merges });
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...golden.train, ' ', 'aaaa', 'pplapple')), (parts) => {
      const text: string = parts.join('');
      const pieces = Array.from(piecesOf(text.normalize('NFC')), (piece) =>
        Array.from(byteIds(piece)),
      );
      for (const [i, [left, right]] of golden.merges.entries()) {
        for (const [p, ids] of pieces.entries()) pieces[p] = replaced(ids, left, right, 260 + i);
      }
      expect([...tokenizer.encode(text)]).toEqual([2, ...pieces.flat(), 3]);
    }),
    { numRuns: 30 },
  );
});

test('gives every text back, in NFC', async () => {
  const fitted = await fitBpe(golden.train, { size: 500 });
  fc.assert(
    fc.property(anyText, (text) => {
      expect(fitted.decode(fitted.encode(text))).toBe(text.normalize('NFC'));
    }),
    { numRuns: 500 },
  );
  expect(fitted.decode(fitted.encode('a\ud800b\ufeff\0'))).toBe('a\ufffdb\ufeff\0');
});

test('pieces joined are the text', () => {
  fc.assert(fc.property(anyText, (text) => expect([...piecesOf(text)].join('')).toBe(text)));
  expect([...piecesOf("Don't  panic: l’été का 42!\n")]).toEqual([
    ...["Don't", ' ', ' panic', ':', ' l’été', ' का', ' 42', '!', '\n'],
  ]);
});

test('takes as many ids as fit, and a hostile megabyte', async () => {
  const tokenizer = await fitBpe(['x'.repeat(1e6), '-'.repeat(1e5)], { size: 300 });
  const longest = Math.max(...lengths(merges(tokenizer)));
  expect(longest).toBe(128);
  expect([...tokenizer.encode('xx', { length: 2 })]).toEqual([2, 3]);
  for (const piece of ['a red apple, ', 'x', '\u0323\u0301', '漢']) {
    const ids = tokenizer.encode(piece.repeat(1e6 / piece.length), { length: 16 });
    expect(ids).toHaveLength(16);
  }
});

test('knows every text without any to learn from, from a stream too', async () => {
  const plain = await fitBpe([], { size: 1000 });
  expect(plain.vocabularySize).toBe(260);
  expect(plain.decode(plain.encode('漢字'))).toBe('漢字');
  async function* stream() {
    yield* golden.train as string[];
  }
  expect(merges(await fitBpe(stream(), { size: 300 }))).toEqual(golden.merges.slice(0, 40));
});

test('stops when told to', async () => {
  const stop = new AbortController();
  async function* endless() {
    for (let i = 0; ; i++) {
      if (i === 3000) stop.abort(new Error('enough'));
      yield 'apple';
    }
  }
  await expect(fitBpe(endless(), { size: 300, signal: stop.signal })).rejects.toThrow('enough');
});

test('refuses what cannot be', async () => {
  await expect(fitBpe(['a'], { size: 259 })).rejects.toThrow(/integer from 260.*got 259/);
  await expect(fitBpe(['a'], { size: 300, minCount: 0 })).rejects.toThrow(/minCount .* got 0/);
  const refuse = (merges: unknown) => () =>
    tokenizerFrom({ kind: 'bpe', merges } as TokenizerConfig);
  expect(refuse(undefined)).toThrow(/merges must be a list/);
  expect(refuse([[4, 260]])).toThrow(/merge 0 must be two ids from 4 to 259, got \[4,260\]/);
  expect(
    refuse([
      [4, 5],
      [4, 5],
    ]),
  ).toThrow(/merge 1 must be a pair that makes a new token/);
  // Each of them doubles the last: 2³⁰ bytes, were they not refused.
  const doubling = Array.from({ length: 30 }, (_, i) => (i === 0 ? [4, 4] : [259 + i, 259 + i]));
  expect(refuse(doubling)).toThrow(/at most 128 bytes/);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        tokenizerFrom({ kind: 'bpe', merges: value as unknown as [] });
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
  );
});

test('a heap gives in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const queue = heap<number>((a, b) => a < b);
      for (const number of numbers) queue.push(number);
      const out = numbers.map(() => queue.pop());
      expect(out).toEqual([...numbers].sort((a, b) => a - b));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

function replaced(ids: readonly number[], left: number, right: number, by: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const here = ids[i] === left && ids[i + 1] === right;
    out.push(here ? by : ids[i]);
    if (here) i++;
  }
  return out;
}

function plainMerges(texts: string[], size: number, minCount: number): [number, number][] {
  let words = texts.flatMap((text) => Array.from(piecesOf(text), (piece) => [...byteIds(piece)]));
  const learnt: [number, number][] = [];
  while (260 + learnt.length < size) {
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]} ${word[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    const ordered = [...counts].map(([pair, count]) => [count, ...pair.split(' ').map(Number)]);
    ordered.sort((a, b) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2]);
    if (ordered.length === 0 || ordered[0][0] < minCount) break;
    const [, left, right] = ordered[0];
    words = words.map((word) => replaced(word, left, right, 260 + learnt.length));
    learnt.push([left, right]);
  }
  return learnt;
}

function lengths(learnt: readonly (readonly [number, number])[]): number[] {
  const sizes = byteTokens().map((token) => token.length);
  for (const [left, right] of learnt) sizes.push(sizes[left] + sizes[right]);
  return sizes;
}
