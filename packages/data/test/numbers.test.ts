import {
  blankPicture,
  clipsOf,
  gapsOf,
  logMel,
  random,
  resample,
  spectrogramsOf,
  type Waveform,
} from '../src/index.ts';

const spectrogram = { sampleRate: 16_000, fftSize: 512, windowLength: 400, hop: 160 };
const size = { frames: 20, mels: 10 };
const noise = (samples: number, sampleRate: number): Waveform => {
  const stream = random(3, samples);
  return {
    sampleRate,
    samples: Float32Array.from({ length: samples }, () => stream.uniform(-1, 1)),
  };
};
const framesOf = (speech: Waveform | undefined) => {
  const example = { id: 'a', ...(speech ? { speech } : {}) };
  const { frames, mask } = spectrogramsOf([example], size, spectrogram, { mean: -2, deviation: 4 });
  return { values: [...frames.values], mask: [...mask.values] };
};
const expected = (speech: Waveform): number[] =>
  Array.from(logMel(resample(speech, 16_000), { mels: 10 }).data, (x) => Math.fround((x + 2) / 4));

test('a short sound is followed by zeros, which the mask leaves out', () => {
  const { values, mask } = framesOf(noise(1000, 16_000));
  expect(mask).toEqual([...Array(7).fill(1), ...Array(13).fill(0)]);
  expect(values.slice(0, 70)).toEqual(expected(noise(1000, 16_000)));
  expect(values.slice(70)).toEqual(Array(130).fill(0));
});

test.each([8000, 16_000, 22_050, 44_100])(
  'of a long sound at %i hertz the beginning counts, as if the rest had been heard',
  (rate) => {
    const long = noise(rate, rate);
    const { values, mask } = framesOf(long);
    expect(mask).toEqual(Array(20).fill(1));
    expect(values).toEqual(expected(long).slice(0, 200));
  },
);

test('without speech all is 0', () => {
  const { values, mask } = framesOf(undefined);
  expect(mask).toEqual(Array(20).fill(0));
  expect(values).toEqual(Array(200).fill(0));
});

const grey = (light: number) => {
  const picture = blankPicture(2, 2);
  picture.data.fill(light);
  return picture;
};

test.each([
  [5, 3, [0, 2, 4]],
  [8, 4, [0, 2, 5, 7]],
  [2, 4, [0, 0, 1, 1]],
  [1, 3, [0, 0, 0]],
  [6, 1, [0]],
])('of %i frames, %i at equal distances', (count, time, want) => {
  const frames = Array.from({ length: count }, (_, i) => grey(i));
  const examples = [{ id: 'a', video: { frameRate: 8, frames } }, { id: 'b' }];
  const pixels = clipsOf(examples, { time, size: 1 }, { mean: 0, deviation: 1 / 255 });
  expect(pixels.shape).toEqual([2, time, 1, 1, 3]);
  const lights = Array.from(pixels.values, Math.round);
  expect(lights).toEqual([...want.flatMap((i) => [i, i, i]), ...Array(3 * time).fill(0)]);
});

test('gaps say which rows belong to which examples', () => {
  const { present, places } = gapsOf([false, true, false, true]);
  expect(present).toEqual({ values: Float32Array.of(0, 1, 0, 1), shape: [4, 1] });
  expect(places).toEqual({ values: Float32Array.of(0, 0, 1, 0, 0, 0, 0, 1), shape: [4, 2] });
});
