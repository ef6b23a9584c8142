import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { DataError, fromHuggingFace, tokenizerFrom } from '../src/index.ts';
import { normalizerFrom } from '../src/tokenizers/huggingFace/normalizers.ts';
import { preTokenizerFrom } from '../src/tokenizers/huggingFace/preTokenizers.ts';

interface Golden {
  provenance: string;
  files: Record<string, { file: File; cases: [text: string, ids: number[], back: string][] }>;
  splits: { part: unknown; cases: [text: string, pieces: string[]][] }[];
  normal: { part: unknown; cases: [text: string, normal: string][] }[];
}
interface File extends Record<string, unknown> {
  model: Record<string, unknown>;
}

const golden: Golden = JSON.parse(readFileSync(`${__dirname}/golden/huggingFace.json`, 'utf8'));
const files = Object.entries(golden.files);
const fileOf = (name: string): File => structuredClone(golden.files[name].file);
const named = <T extends { part: unknown }>(cases: T[]) =>
  cases.map((one): [string, T] => [JSON.stringify(one.part).slice(0, 100), one]);

describe(golden.provenance, () => {
  test.each(files)('%s: the same ids', (_, { file, cases }) => {
    const tokenizer = fromHuggingFace(file);
    for (const [text, ids] of cases) {
      expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
    }
  });

  test.each(files)('%s: the same texts', (name, { file, cases }) => {
    const tokenizer = fromHuggingFace(file);
    for (const [text, ids, back] of cases) {
      // Python leaves unknown tokens out, and the ends of CLIP's words in.
      const known = ids.filter((id) => name === 'CLIP' || id !== unknownIdOf(file));
      const expected = name === 'CLIP' ? back.replaceAll('</w>', ' ').trim() : back;
      expect([text, tokenizer.decode(known)]).toEqual([text, expected]);
    }
  });

  test.each(named(golden.splits))('%s', (_, { part, cases }) => {
    const cut = preTokenizerFrom(part, 'pre_tokenizer');
    for (const [text, pieces] of cases) {
      const got = Array.from(cut({ text, atStart: true }), (piece) => piece.text);
      expect([text, ...got]).toEqual([text, ...pieces]);
    }
  });

  test.each(named(golden.normal))('%s', (_, { part, cases }) => {
    const normal = normalizerFrom(part, 'normalizer');
    for (const [text, expected] of cases) expect([text, normal(text)]).toEqual([text, expected]);
  });
});

test.each(files)('%s comes back from its config', (_, { file, cases }) => {
  const tokenizer = fromHuggingFace(file);
  const again = tokenizerFrom(JSON.parse(JSON.stringify(tokenizer.config)));
  expect(again.vocabularySize).toBe(tokenizer.vocabularySize);
  for (const [text, ids] of cases) expect([...again.encode(text)]).toEqual(ids);
});

test.each(files)(
  '%s keeps to its vocabulary and to the length, whatever the text',
  (_, { file }) => {
    const tokenizer = fromHuggingFace(file);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (words, length) => {
        const whole = tokenizer.encode(words);
        const cut = tokenizer.encode(words, { length });
        expect(whole.every((id) => id < tokenizer.vocabularySize)).toBe(true);
        expect(cut).toHaveLength(Math.min(length, whole.length));
        expect(typeof tokenizer.decode(cut)).toBe('string');
      }),
      { numRuns: 25 },
    );
    for (const piece of ['a red apple, ', 'x', '\u0323\u0301', '漢']) {
      const ids = tokenizer.encode(piece.repeat(3e4 / piece.length), { length: 16 });
      expect(ids.length).toBeLessThanOrEqual(16);
    }
  },
);

test('bytes give every text back', () => {
  const tokenizer = fromHuggingFace(golden.files['GPT-2'].file);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('an unknown token that is none is named when it is needed', () => {
  const file = fileOf('plain BPE');
  file.model.unk_token = '[?]';
  const tokenizer = fromHuggingFace(file);
  expect(tokenizer.encode('a')).toHaveLength(1);
  expect(() => tokenizer.encode('\u{10ffff}')).toThrow(
    /unk_token must be in the vocabulary, got "\[\?\]"/,
  );
});

test('begin and end stay when a text is cut, and must fit', () => {
  const bert = fromHuggingFace(golden.files.BERT.file);
  expect([...bert.encode('the the the', { length: 2 })]).toEqual([2, 3]);
  expect(() => bert.encode('the', { length: 1 })).toThrow(/at least 2, for begin and end, got 1/);
  expect(() => bert.decode([bert.vocabularySize])).toThrow(DataError);
});

test.each<[string, (file: File) => void, RegExp]>([
  [
    'a model',
    (file) => {
      file.model.type = 'WordLevel';
    },
    /model asks for the model 'WordLevel', which is not supported/,
  ],
  [
    'a normalizer',
    (file) => {
      file.normalizer = { type: 'Nmt' };
    },
    /normalizer asks for the normalizer 'Nmt'/,
  ],
  [
    'a part of a sequence',
    (file) => {
      file.pre_tokenizer = { type: 'Sequence', pretokenizers: [{ type: 'UnicodeScripts' }] };
    },
    /pre_tokenizer.pretokenizers\[0\] asks for/,
  ],
  [
    'a post-processor',
    (file) => {
      file.post_processor = { type: 'X' };
    },
    /post-processor 'X'/,
  ],
  [
    'a decoder',
    (file) => {
      file.decoder = { type: 'CTC' };
    },
    /decoder 'CTC'/,
  ],
  [
    'dropout',
    (file) => {
      file.model.dropout = 0.1;
    },
    /model asks for dropout/,
  ],
  [
    'a possessive quantifier',
    (file) => {
      file.pre_tokenizer = split('a?+b');
    },
    /pattern asks for the pattern a\?\+b/,
  ],
  [
    'a set in a set',
    (file) => {
      file.pre_tokenizer = split('[a[b]]');
    },
    /asks for the pattern/,
  ],
  [
    'a word boundary',
    (file) => {
      file.pre_tokenizer = split('\\bx');
    },
    /asks for the pattern/,
  ],
  [
    'a vocabulary',
    (file) => {
      file.model.vocab = { a: -1 };
    },
    /model.vocab must be ids from 0/,
  ],
  [
    'equal ids',
    (file) => {
      file.model.vocab = { a: 1, b: 1 };
    },
    /tokens with different ids/,
  ],
  [
    'a merge',
    (file) => {
      file.model.merges = [['a', 'qqq']];
    },
    /model.merges\[0\] must be two tokens that make a third one, got \["a","qqq"\]/,
  ],
  [
    'deep nesting',
    (file) => {
      for (let i = 0; i < 5000; i++)
        file.normalizer = { type: 'Sequence', normalizers: [file.normalizer] };
    },
    /such deep nesting/,
  ],
])('%s that is not known is named', (_, change, message) => {
  const file = fileOf('GPT-2');
  change(file);
  expect(() => fromHuggingFace(file)).toThrow(DataError);
  expect(() => fromHuggingFace(file)).toThrow(message);
});

test('normalizers that blow a text up are stopped', () => {
  const twice = { type: 'Replace', pattern: { String: 'a' }, content: 'aa' };
  const normalizer = { type: 'Sequence', normalizers: Array.from({ length: 60 }, () => twice) };
  const tokenizer = fromHuggingFace({ ...fileOf('GPT-2'), normalizer });
  expect(() => tokenizer.encode('a')).toThrow(
    /may give at most 2020 characters for this text, they give 2048/,
  );
});

test('whatever is done to a file, it gives a tokenizer or a DataError', () => {
  const change = fc.record({
    way: fc.array(fc.nat(), { maxLength: 5 }),
    by: fc.jsonValue({ maxDepth: 2 }),
  });
  const mutilation = fc.tuple(
    fc.constantFrom(...Object.keys(golden.files)),
    fc.array(change, { minLength: 1, maxLength: 3 }),
  );
  let tokenizers = 0;
  fc.assert(
    fc.property(mutilation, fc.string({ unit: 'grapheme' }), ([name, changes], text) => {
      let file: unknown = golden.files[name].file;
      for (const { way, by } of changes) file = changed(file, way, by);
      try {
        const tokenizer = fromHuggingFace(file);
        tokenizer.decode(tokenizer.encode(`${text} a red apple`));
        tokenizers++;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 400, seed: 1 },
  );
  expect(tokenizers).toBeGreaterThan(60);
});

test('whatever the pattern, it finds something or is refused', () => {
  const sign = fc.constantFrom(
    ...'ab^$.|?*+-\\[](){}0,:=!<&i>',
    '\\s',
    '\\w',
    '\\p{L}',
    '(?i:',
    '(?=',
    '[^',
  );
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 12 }), (pattern) => {
      try {
        const cut = preTokenizerFrom(split(pattern), 'pre_tokenizer');
        const pieces = Array.from(cut({ text: 'ab a[b] \n0', atStart: true }), ({ text }) => text);
        expect(pieces.join('')).toBe('ab a[b] \n0');
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});

const split = (pattern: string) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});

function unknownIdOf({ model }: File): unknown {
  const { unk_id, unk_token, vocab } = model;
  return unk_id ?? (vocab as Record<string, number>)[unk_token as string];
}

/** The same JSON, with another value at the end of a way through it. */
function changed(value: unknown, [step, ...rest]: number[], by: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, by);
  return copy;
}
