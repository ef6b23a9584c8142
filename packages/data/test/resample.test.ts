import { readFileSync } from 'node:fs';
import { resample, type Waveform } from '../src/index.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/resample.json`, 'utf8'));

describe(golden.provenance, () => {
  for (const { before, after, samples, expected } of golden.cases) {
    test(`${before} Hz to ${after}`, () => {
      const sound = { sampleRate: before, samples: Float32Array.from(samples) };
      const result = resample(sound, after);
      expect(result.sampleRate).toBe(after);
      expect(result.samples).toHaveLength(expected.length);
      for (const [i, value] of result.samples.entries()) {
        expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-6);
      }
    });
  }
});

const tone = (hertz: number, sampleRate: number): Waveform => ({
  sampleRate,
  samples: Float32Array.from({ length: sampleRate / 10 }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  ),
});

test('keeps a tone that both rates can hold, and silences one that the lower cannot', () => {
  const inside = (sound: Waveform) => sound.samples.subarray(100, -100);
  const kept = resample(tone(440, 16_000), 8000);
  const plain = inside(tone(440, 8000));
  for (const [i, value] of inside(kept).entries()) {
    expect(Math.abs(value - plain[i])).toBeLessThan(0.002);
  }
  const gone = inside(resample(tone(6000, 16_000), 8000));
  expect(Math.max(...gone.map(Math.abs))).toBeLessThan(0.004);
});

test('leaves a sound of the wanted rate as it is', () => {
  const sound = tone(440, 8000);
  expect(resample(sound, 8000)).toBe(sound);
});

test.each([
  [8000, 0, 'positive integers, got 0'],
  [8000, 1.5, 'positive integers, got 1.5'],
  [Number.NaN, 8000, 'positive integers, got NaN'],
  [999_983, 16_000, 'terms up to 100000, got 16000/999983'],
])('refuses %d to %d', (sampleRate, wanted, message) => {
  expect(() => resample({ sampleRate, samples: new Float32Array(4) }, wanted)).toThrow(message);
});
