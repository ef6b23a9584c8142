import {
  type Dataset,
  type Example,
  type ShapesOptions,
  type Speak,
  shapes,
  type Voice,
} from '../src/index.ts';

const read = (source: Dataset): Promise<Example[]> =>
  Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));

/** A tone for each letter. */
const hum: Speak = async (text, { pitch }) => ({
  sampleRate: 8000,
  samples: Float32Array.from({ length: 80 * text.length }, (_, i) =>
    Math.sin(i * 0.1 * pitch * text.charCodeAt(Math.floor(i / 80))),
  ),
});
const options: ShapesOptions = { level: 3, count: 100, seed: 1, size: 8, speak: hum };
const voiceOf = ({ factors }: Example) => factors as unknown as Voice;

test('the caption is spoken, and nothing else of the example changes', async () => {
  const spoken = await read(shapes(options));
  const { speak: _, ...silent } = options;
  for (const [i, example] of (await read(shapes(silent))).entries()) {
    expect(spoken[i]).toMatchObject(example);
    expect(spoken[i].speech).toEqual(await hum(example.text!, voiceOf(spoken[i])));
  }
  const [first] = await read(shapes({ ...options, motion: true, count: 1 }));
  expect(Object.keys(first)).toEqual(['id', 'video', 'text', 'factors', 'speech']);
});

test.each([3, 6] as const)('level %i is described without being drawn or spoken', async (level) => {
  for (const motion of level === 6 ? [false] : [false, true]) {
    const source = shapes({ ...options, level, motion, count: 20 });
    const speak: Speak = () => Promise.reject(new Error('nothing is to be said'));
    const silent = shapes({ ...options, level, motion, count: 20, speak });
    for (const [i, { id, text, factors }] of (await read(source)).entries()) {
      expect(await silent.describe!(i)).toEqual({ id, text, factors });
    }
  }
});

test('voices vary, and those of the test are never heard in training', async () => {
  const train = (await read(shapes(options))).map(voiceOf);
  const test = (await read(shapes({ ...options, split: 'test' }))).map(voiceOf);
  expect(new Set(train.map(({ speaker }) => speaker)).size).toBeGreaterThan(40);
  expect(train.every(({ speaker }) => speaker % 5 > 0 && speaker < 100)).toBe(true);
  expect(test.every(({ speaker }) => speaker % 5 === 0 && speaker < 100)).toBe(true);
  for (const { speed, pitch, language } of [...train, ...test]) {
    expect(language).toBe('en');
    expect(speed >= 0.8 && speed <= 1.25 && pitch >= 0.8 && pitch <= 1.25).toBe(true);
  }
});

test('the voice speaks the language of the caption', async () => {
  const languages: string[] = [];
  const speak: Speak = (text, voice) => {
    languages.push(voice.language);
    return hum(text, voice);
  };
  const examples = await read(shapes({ ...options, level: 6, speak }));
  expect(languages).toEqual(examples.map(({ factors }) => factors!.language));
  expect(new Set(languages)).toEqual(new Set(['en', 'de', 'es']));
});

test('noise is as loud as it is said to be, and always the same', async () => {
  const clean = await read(shapes({ ...options, count: 3 }));
  const noisy = await read(shapes({ ...options, count: 3, speechNoise: [20, 20] }));
  expect(await read(shapes({ ...options, count: 3, speechNoise: [20, 20] }))).toEqual(noisy);
  for (const [i, { speech }] of noisy.entries()) {
    const power = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0);
    const voice = clean[i].speech!.samples;
    const noise = speech!.samples.map((x, k) => x - voice[k]);
    expect(10 * Math.log10(power(voice) / power(noise))).toBeCloseTo(20, -0.5);
  }
});

test('a voice that says nothing is an error', async () => {
  const speak: Speak = async () => ({ sampleRate: 8000, samples: new Float32Array(0) });
  await expect(shapes({ ...options, speak }).get(0)).rejects.toThrow(/must give samples/);
});
