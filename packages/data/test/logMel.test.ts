import { readFileSync } from 'node:fs';
import { logMel, random } from '../src/index.ts';
import { realFft } from '../src/speech/realFft.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/logMel.json`, 'utf8'));

describe(golden.provenance, () => {
  for (const { name, sampleRate, options, samples, frames, expected } of golden.cases) {
    test(name, () => {
      const sound = { sampleRate, samples: Float32Array.from(samples) };
      const features = logMel(sound, { sampleRate, ...options });
      expect(features).toMatchObject({ frames, mels: options.mels });
      expect(features.data).toHaveLength(expected.length);
      for (const [i, value] of features.data.entries()) {
        expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(
          1e-4 * (1 + Math.abs(expected[i])),
        );
      }
    });
  }
});

test.each([4, 8, 64, 512])('the powers of %i numbers are those of the plain sum', (size) => {
  const numbers = random(size);
  const x = Float64Array.from({ length: size }, () => numbers.uniform(-1, 1));
  const expected = Array.from({ length: size / 2 + 1 }, (_, k) => {
    const turn = (n: number): number => (2 * Math.PI * ((k * n) % size)) / size;
    const re = x.reduce((sum, value, n) => sum + value * Math.cos(turn(n)), 0);
    const im = x.reduce((sum, value, n) => sum - value * Math.sin(turn(n)), 0);
    return re * re + im * im;
  });
  const power = new Float64Array(size / 2 + 1);
  realFft(size).powers(x.slice(), power);
  power.forEach((value, k) => {
    expect(Math.abs(value - expected[k])).toBeLessThan(1e-10 * size);
  });
});

test('silence is at the floor, and a tone is loudest in its band', () => {
  const sampleRate = 16_000;
  const silent = logMel({ sampleRate, samples: new Float32Array(1600) });
  expect(silent.frames).toBe(11);
  expect(silent.data.every((value) => value === Math.fround(Math.log(1e-10)))).toBe(true);
  const tone = (hertz: number) => {
    const samples = Float32Array.from({ length: 1600 }, (_, i) =>
      Math.sin((2 * Math.PI * hertz * i) / sampleRate),
    );
    const middle = Array.from(logMel({ sampleRate, samples }).data.subarray(5 * 80, 6 * 80));
    return middle.indexOf(Math.max(...middle));
  };
  expect(tone(300)).toBeLessThan(tone(1000));
  expect(tone(1000)).toBeLessThan(tone(5000));
});

test.each([
  [{ sampleRate: 8000 }, 'must have 8000 samples a second, it has 16000. Resample it'],
  [{ fftSize: 500 }, 'a power of two from 4, got 500'],
  [{ windowLength: 600 }, 'at most fftSize 512, got 600'],
  [{ hop: 0 }, 'hop must be a whole number from 1, got 0'],
  [{ mels: 1.5 }, 'mels must be a whole number from 1, got 1.5'],
  [{ range: [100, 9000] as const }, 'within 0 and 8000 hertz, got [100,9000]'],
  [{ floor: 0 }, 'floor must be positive, got 0'],
])('refuses %j', (options, message) => {
  const sound = { sampleRate: 16_000, samples: new Float32Array(10) };
  expect(() => logMel(sound, options)).toThrow(message);
});
