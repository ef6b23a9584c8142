import {
  blankPicture,
  clipsOf,
  DataError,
  gapsOf,
  logMel,
  pixelsOf,
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

test('an example with a number that is not finite is named, with its modality', () => {
  const by = { mean: 0, deviation: 1 };
  const good = { id: 'good', image: grey(3), speech: noise(1000, 16_000) };
  const broken = noise(1000, 16_000);
  broken.samples[7] = Number.NaN;
  const loud = noise(1000, 8000);
  loud.samples[0] = Number.POSITIVE_INFINITY;
  const heard = (speech: Waveform) => () =>
    spectrogramsOf([good, { id: 'bad', speech }], size, spectrogram, by);
  expect(heard(broken)).toThrow(DataError);
  expect(heard(broken)).toThrow(
    "example 'bad': speech must hold finite numbers, number 7 is NaN. Mend the example, or leave it out.",
  );
  expect(heard(loud)).toThrow(/'bad': speech must hold finite numbers, number 0 is Infinity/);
  // What is not heard may be anything.
  const long = noise(32_000, 16_000);
  long.samples[31_000] = Number.NaN;
  expect(heard(long)).not.toThrow();
  // Pixels that are no bytes.
  const image = { ...grey(3), data: Float32Array.from({ length: 12 }, () => 0.5) as never };
  expect(() => pixelsOf([good, { id: 'odd', image }], 2, by)).toThrow(/'odd': image must hold/);
  const video = { frameRate: 8, frames: [grey(1), image] };
  const clip = { time: 2, size: 2 };
  expect(() => clipsOf([{ id: 'film', video }], clip, by)).toThrow(
    /'film': video must hold finite numbers, number 12 is NaN/,
  );
});

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
