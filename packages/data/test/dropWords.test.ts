import * as fc from 'fast-check';
import { dropWords, random } from '../src/index.ts';

test('keeps some words, in order, and never none', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (all, p, seed) => {
      const kept = dropWords(all.join('  '), p, random(seed)).split(' ');
      expect(kept.length).toBeGreaterThan(0);
      let at = -1;
      for (const word of kept) {
        at = all.indexOf(word, at + 1);
        expect(at).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('drops with the probability asked for', () => {
  const text = 'w '.repeat(10_000);
  expect(dropWords(text, 0.3, random(1)).split(' ').length / 10_000).toBeCloseTo(0.7, 1);
  expect(dropWords('one two', 0, random(1))).toBe('one two');
  expect(dropWords('', 0.5, random(1))).toBe('');
});
