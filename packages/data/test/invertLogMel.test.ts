import { readFileSync } from 'node:fs';
import { DataError, invertLogMel, type LogMel, logMel, random } from '../src/index.ts';
import { griffinLim } from '../src/speech/griffinLim.ts';
import { applyMel, melFilters } from '../src/speech/melFilters.ts';
import { melToPower } from '../src/speech/melToPower.ts';
import { realFft } from '../src/speech/realFft.ts';
import { istft } from '../src/speech/stft.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/invertLogMel.json`, 'utf8'));

/** The largest difference, over the largest expected value. */
function difference(got: ArrayLike<number>, expected: number[]): number {
  expect(got).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(got[i] - value))) / largest;
}

describe(golden.provenance, () => {
  for (const { options, frames, re, im, expected } of golden.inverse) {
    test(`istft, ${JSON.stringify(options)}`, () => {
      const spectra = { frames, re: Float64Array.from(re), im: Float64Array.from(im) };
      expect(difference(istft(spectra, options), expected)).toBeLessThan(1e-9);
    });
  }

  for (const { options, magnitudes, results } of golden.griffin) {
    for (const { iterations, momentum, expected } of results) {
      test(`griffinLim, ${iterations} steps, momentum ${momentum}, ${JSON.stringify(options)}`, () => {
        const sound = griffinLim(Float64Array.from(magnitudes), options, { iterations, momentum });
        expect(difference(sound, expected)).toBeLessThan(1e-4);
      });
    }
  }

  for (const {
    sampleRate,
    options,
    frames,
    bands,
    power,
    checked,
    expected,
    ...errors
  } of golden.mel) {
    const bins = options.fftSize / 2 + 1;
    const filters = melFilters(sampleRate, options.fftSize, options.mels, [0, sampleRate / 2]);
    const found = Array.from({ length: frames }, (_, frame) => {
      const x = new Float64Array(bins);
      const from = frame * options.mels;
      melToPower(filters, Float64Array.from(bands.slice(from, from + options.mels)), x);
      return x;
    });

    test(`melToPower, ${sampleRate} Hz, is the plain one of whole matrices`, () => {
      for (const [i, frame] of checked.entries()) {
        const plain = expected.slice(i * bins, (i + 1) * bins);
        expect(difference(found[frame], plain)).toBeLessThan(1e-4);
      }
    });

    test(`melToPower, ${sampleRate} Hz, comes nearer than librosa`, () => {
      const logarithm = (value: number): number => Math.log(Math.max(value, 1e-10));
      const made = new Float64Array(options.mels);
      let [inBands, away, whole] = [0, 0, 0];
      for (const [frame, x] of found.entries()) {
        applyMel(filters, x, made);
        for (const [mel, value] of made.entries()) {
          inBands += Math.abs(logarithm(value) - logarithm(bands[frame * options.mels + mel]));
        }
        for (const [bin, value] of x.entries()) {
          const truth = power[frame * bins + bin];
          away += (Math.sqrt(value) - Math.sqrt(truth)) ** 2;
          whole += truth;
        }
      }
      expect(inBands / bands.length).toBeLessThan(0.1 * errors.librosa.bands);
      expect(Math.sqrt(away / whole)).toBeLessThan(0.9 * errors.librosa.magnitudes);
    });
  }
});

test.each([4, 8, 32, 256])('the inverse of a transform of %i numbers gives them back', (size) => {
  const numbers = random(size);
  const x = Float64Array.from({ length: size }, () => numbers.uniform(-1, 1));
  const [re, im] = [new Float64Array(size / 2 + 1), new Float64Array(size / 2 + 1)];
  const back = new Float64Array(size);
  realFft(size).forward(x, re, im);
  realFft(size).inverse(re, im, back);
  expect(difference(back, Array.from(x))).toBeLessThan(1e-14);
});

const options = { sampleRate: 8000, fftSize: 256, windowLength: 200, hop: 80, mels: 40 };
const noise = random(3);
const sound = {
  sampleRate: 8000,
  samples: Float32Array.from({ length: 2000 }, (_, i) => {
    const t = i / 8000;
    const phase = 2 * Math.PI * (200 * t + 300 * t * t);
    const tones = Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(5 * phase) / 3;
    return 0.3 * tones + 0.02 * noise.normal();
  }),
};

/** How far two log-mels are from each other on average. */
function apart(a: LogMel, b: LogMel): number {
  expect(a).toMatchObject({ frames: b.frames, mels: b.mels });
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}

test('a log-mel becomes a sound with nearly the same log-mel, the same for a seed', () => {
  const features = logMel(sound, options);
  const made = invertLogMel(features, options);
  expect(made).toMatchObject({ sampleRate: 8000, samples: { length: 2000 } });
  expect(apart(logMel(made, options), features)).toBeLessThan(0.2);

  const drawn = invertLogMel(features, { ...options, random: random(1) });
  expect(apart(logMel(drawn, options), features)).toBeLessThan(0.3);
  expect(drawn.samples).not.toEqual(made.samples);
  expect(invertLogMel(features, { ...options, random: random(1) })).toEqual(drawn);
});

test('more steps come nearer', () => {
  const features = logMel(sound, options);
  const after = (iterations: number): number =>
    apart(logMel(invertLogMel(features, { ...options, iterations }), options), features);
  expect(after(32)).toBeLessThan(0.7 * after(0));
});

test('silence becomes next to silence', () => {
  const features = logMel({ sampleRate: 8000, samples: new Float32Array(800) }, options);
  const { samples } = invertLogMel(features, options);
  expect(samples.every((value) => Math.abs(value) < 1e-4)).toBe(true);
});

test.each([
  ['other bands', {}, { mels: 41 }, 'must have 41 bands, it has 40. Set mels'],
  ['a single frame', { frames: 1, data: new Float32Array(40) }, {}, 'at least 2 frames, got 1'],
  ['no number', { data: new Float32Array(80).fill(Number.NaN) }, {}, 'band 0 of frame 0 is NaN'],
  ['too loud', { data: new Float32Array(80).fill(1000) }, {}, 'band 0 of frame 0 is 1000'],
  ['half a step', {}, { iterations: 0.5 }, 'iterations must be a whole number from 0, got 0.5'],
  ['too much momentum', {}, { momentum: 1.5 }, 'momentum must be within 0 and 1, got 1.5'],
  ['an odd size', {}, { fftSize: 300 }, 'a power of two from 4, got 300'],
  [
    'a long window',
    {},
    { windowLength: 257 },
    'invertLogMel: windowLength must be at most fftSize 256',
  ],
])('refuses %s', (_, features, wrong, message) => {
  const good = { frames: 2, mels: 40, data: new Float32Array(80) };
  const invert = () => invertLogMel({ ...good, ...features }, { ...options, ...wrong });
  expect(invert).toThrow(DataError);
  expect(invert).toThrow(message);
});
