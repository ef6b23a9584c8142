import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  addNoise,
  changeSpeed,
  DataError,
  random,
  specAugment,
  trimSilence,
  type Waveform,
} from '../src/index.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/trimSilence.json`, 'utf8'));
const tone = (hertz: number, length: number, sampleRate = 8000): Waveform => ({
  sampleRate,
  samples: Float32Array.from({ length }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  ),
});
const power = (samples: Float32Array): number =>
  samples.reduce((sum, x) => sum + x * x, 0) / samples.length;

describe(golden.provenance, () => {
  for (const { levels, options, start, end } of golden.cases) {
    test(`trimSilence, ${levels}, ${JSON.stringify(options)}`, () => {
      const samples = Float32Array.from(
        levels.flatMap((level: number) =>
          golden.noise.map((x: number) => Math.fround(Math.fround(level) * x)),
        ),
      );
      const sound = { sampleRate: 4000, samples };
      expect(trimSilence(sound, options).samples).toEqual(samples.slice(start, end));
    });
  }
});

describe('specAugment', () => {
  const [frames, mels] = [100, 40];
  const data = Float32Array.from({ length: frames * mels }, (_, i) => Math.sin(i) - 3);
  const mean = Math.fround(data.reduce((sum, x) => sum + x, 0) / data.length);
  const features = { frames, mels, data };

  test('covers runs of bands and frames with the mean, and leaves the rest', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(12), fc.nat(30), (seed, bandWidth, timeWidth) => {
        const options = { bandMasks: 1, bandWidth, timeMasks: 1, timeWidth, timePart: 0.25 };
        const covered = specAugment(features, options, random(seed));
        const isMean = (frame: number, mel: number) => covered.data[frame * mels + mel] === mean;
        const all = (length: number) => Array.from({ length }, (_, i) => i);
        const times = all(frames).filter((f) => all(mels).every((m) => isMean(f, m)));
        const bands = all(mels).filter((m) => all(frames).every((f) => isMean(f, m)));
        expect(times.length).toBeLessThanOrEqual(Math.min(timeWidth, 25));
        expect(bands.length).toBeLessThanOrEqual(bandWidth);
        for (const run of [times, bands])
          expect(run).toEqual(all(run.length).map((i) => run[0] + i));
        for (const [i, value] of covered.data.entries()) {
          const under = times.includes(Math.floor(i / mels)) || bands.includes(i % mels);
          if (!under && value !== data[i]) throw new Error(`value ${i} has changed`);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('every width up to the largest comes, and both ends are reached', () => {
    const options = { bandMasks: 1, bandWidth: 3, timeMasks: 0 };
    const found = new Set<string>();
    for (let seed = 0; seed < 400; seed++) {
      const { data: row } = specAugment(
        { frames: 1, mels: 4, data: data.slice(0, 4) },
        options,
        random(seed),
      );
      found.add(Array.from(row, (x, i) => (x === data[i] ? '.' : 'x')).join(''));
    }
    expect(found.size).toBe(1 + 4 + 3 + 2);
  });

  test('leaves its input, and is the same for a seed', () => {
    const before = data.slice();
    const first = specAugment(features, {}, random(5));
    expect(data).toEqual(before);
    expect(specAugment(features, {}, random(5))).toEqual(first);
    expect(first.data).not.toEqual(data);
    const none = { bandMasks: 0, timeMasks: 0 };
    expect(specAugment(features, none, random(5)).data).toEqual(data);
  });

  test.each([
    [{ bandMasks: -1 }, 'bandMasks must be a whole number from 0, got -1'],
    [{ timeWidth: 1.5 }, 'timeWidth must be a whole number from 0, got 1.5'],
    [{ timePart: 2 }, 'timePart must be within 0 and 1, got 2'],
  ])('refuses %j', (options, message) => {
    expect(() => specAugment(features, options, random(1))).toThrow(DataError);
    expect(() => specAugment(features, options, random(1))).toThrow(message);
  });
});

describe('changeSpeed', () => {
  test('a faster sound is shorter and higher', () => {
    const faster = changeSpeed(tone(400, 1000), { range: [1.25, 1.25] }, random(1));
    expect(faster).toMatchObject({ sampleRate: 8000, samples: { length: 800 } });
    const expected = tone(500, 800).samples;
    for (let i = 50; i < 750; i++) expect(faster.samples[i]).toBeCloseTo(expected[i], 2);
  });

  test('the factor is anywhere in its range', () => {
    const lengths = Array.from({ length: 200 }, (_, seed) => {
      const changed = changeSpeed(tone(100, 990), { range: [0.9, 1.1] }, random(seed));
      return changed.samples.length;
    });
    expect(Math.min(...lengths)).toBe(900);
    expect(Math.max(...lengths)).toBe(1100);
    expect(new Set(lengths).size).toBe(21);
  });

  test.each([[[1.1, 0.9]], [[0, 1]], [[1, 11]], [[Number.NaN, 1]]] as const)(
    'refuses %j',
    (range) => {
      const change = () => changeSpeed(tone(100, 10), { range }, random(1));
      expect(change).toThrow(DataError);
      expect(change).toThrow('range must rise within 0.1 and 10');
    },
  );
});

describe('addNoise', () => {
  const sound = tone(300, 4000);
  const ratio = (changed: Waveform): number => {
    const added = changed.samples.map((x, i) => x - sound.samples[i]);
    return 10 * Math.log10(power(sound.samples) / power(added));
  };

  test('is as loud as it should be, white or given', () => {
    const noise = tone(1234, 700);
    for (const snr of [-5, 0, 20]) {
      const white = addNoise(sound, { snr: [snr, snr] }, random(1));
      expect(ratio(white)).toBeCloseTo(snr, 3);
      expect(ratio(addNoise(sound, { snr: [snr, snr], noise }, random(1)))).toBeCloseTo(snr, 3);
    }
    const ratios = Array.from({ length: 50 }, (_, seed) =>
      ratio(addNoise(sound, { snr: [5, 10], noise }, random(seed))),
    );
    expect(Math.min(...ratios)).toBeGreaterThan(4.999);
    expect(Math.max(...ratios)).toBeLessThan(10.001);
    expect(Math.max(...ratios) - Math.min(...ratios)).toBeGreaterThan(4);
  });

  test('a short noise begins anywhere and comes again', () => {
    const noise = { sampleRate: 8000, samples: Float32Array.of(1, 2, 3, 4) };
    const quiet = { sampleRate: 8000, samples: new Float32Array(9).fill(0.001) };
    const starts = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const { samples } = addNoise(quiet, { snr: [-60, -60], noise }, random(seed));
      const order = Array.from(samples, (x) => x / samples.reduce((a, b) => Math.min(a, b)));
      for (let i = 4; i < 9; i++) expect(order[i]).toBeCloseTo(order[i - 4], 3);
      starts.add(Math.round(order[0]));
    }
    expect([...starts].sort()).toEqual([1, 2, 3, 4]);
  });

  test('silence stays as it is', () => {
    const silent = { sampleRate: 8000, samples: new Float32Array(10) };
    expect(addNoise(silent, { snr: [0, 0] }, random(1))).toBe(silent);
    expect(addNoise(sound, { snr: [0, 0], noise: silent }, random(1))).toBe(sound);
  });

  test.each([
    [{ snr: [10, 5] as const }, 'snr must rise, in decibels, got [10,5]'],
    [{ snr: [0, Number.POSITIVE_INFINITY] as const }, 'snr must rise'],
    [
      { snr: [0, 1] as const, noise: tone(1, 9, 16_000) },
      '8000 a second like the sound, it has 9, 16000',
    ],
    [{ snr: [0, 1] as const, noise: tone(1, 0) }, 'must have samples'],
  ])('refuses %j', (options, message) => {
    expect(() => addNoise(sound, options, random(1))).toThrow(DataError);
    expect(() => addNoise(sound, options, random(1))).toThrow(message);
  });
});

test.each([
  [{ topDb: 0 }, 'topDb must be positive, got 0'],
  [{ hop: 0 }, 'hop must be a whole number from 1, got 0'],
  [{ frameLength: 2.5 }, 'frameLength must be a whole number from 1, got 2.5'],
])('trimSilence refuses %j', (options, message) => {
  expect(() => trimSilence(tone(1, 9), options)).toThrow(DataError);
  expect(() => trimSilence(tone(1, 9), options)).toThrow(message);
});
