import {
  concat,
  type Example,
  type Modality,
  type Picture,
  shapes,
  type Translator,
  turnPeriods,
  type Waveform,
} from '@xm/data';
import { pictureReader, textReader } from '../src/evaluation/factorReader.ts';
import { judgeSeen } from '../src/evaluation/judgeSeen.ts';
import { judgeSounds } from '../src/evaluation/judgeSounds.ts';
import { judgeTexts } from '../src/evaluation/judgeTexts.ts';
import { agreement, agreements } from '../src/evaluation/judgeTogether.ts';
import { judgeTranslator } from '../src/evaluation/judgeTranslator.ts';
import { pairedDigits } from '../src/evaluation/pairedDigits.ts';
import { askedFactors } from '../src/judge/askedFactors.ts';
import { factorsSaid } from '../src/judge/factorsSaid.ts';
import type { Judge } from '../src/judge/judge.ts';
import { layoutOfJudge, seenJudgeConfig } from '../src/judge/judgeConfig.ts';
import { speechFigures } from '../src/judge/speech/speechFigures.ts';
import type { SpeechJudge } from '../src/judge/speech/speechJudge.ts';
import { speechJudgeConfig } from '../src/judge/speech/speechJudgeConfig.ts';
import type { Verdict } from '../src/judge/verdicts.ts';
import { directionsText, togetherText } from '../src/screen/directionsText.ts';

const all = async (source: { length: number; get(i: number): Promise<Example> }) =>
  Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));

/** Pictures and videos with speech, which is silent: what is said of it is known by its caption. */
const drawn = (count: number, seed: number): Promise<Example[]> => {
  const speak = async () => ({ sampleRate: 16_000, samples: new Float32Array(10) });
  const options = { level: 1, size: 8, count, seed, speak, split: 'test' } as const;
  return all(concat(shapes(options), shapes({ ...options, motion: true })));
};

/** Answers with examples of the same caption as far as both have one; `wrong` of ten get the next one's. */
function found(known: readonly Example[], wrong = 0): Translator {
  const modalities: Modality[] = ['image', 'text', 'speech', 'video'];
  const caption = ({ factors = {} }: Example, moves: boolean): string =>
    [factors['shape'], moves ? factors['motion'] : ''].join();
  return {
    directions: modalities.flatMap((from) =>
      modalities.flatMap((to) => (from === to ? [] : [{ from, to }])),
    ),
    translate: async (_, to, inputs) =>
      inputs.map((input, i) => {
        const asked = inputs[i % 10 < wrong ? (i + 1) % inputs.length : i];
        const moves = asked.factors?.['motion'] !== undefined && to !== 'image';
        const fits = known.filter(
          (one) => one[to] !== undefined && caption(one, moves) === caption(asked, moves),
        );
        const own = to === 'text' || to === 'speech' ? asked : fits[i % fits.length];
        return [{ id: `${input.id}/0`, [to]: own[to] } as Example];
      }),
  };
}

/** Knows all examples by heart. */
function oracle(of: 'image' | 'video', known: readonly Example[]): Judge {
  const config = seenJudgeConfig[of](1, 16);
  const rows = new Map(known.map((one) => [one[of], one]));
  const perfect = { strict: 1, attributes: { shape: 1, motion: 1 } as never };
  return {
    config,
    accuracy: { ...perfect, count: 9, chance: perfect, rotationError: 0 },
    dispose: () => {},
    read: async (examples) => {
      const seen = examples.map((one) => rows.get(one[of])!);
      const verdicts = seen.map((one): Verdict => {
        const factors = askedFactors(one, layoutOfJudge(config)) as unknown as Verdict['factors'];
        const rotation = Number(one.factors!['rotation']) % turnPeriods[factors.shape];
        return { factors, rotation, sureness: 1 };
      });
      const features = seen.flatMap(({ factors = {} }) => [factors['x'], factors['y']].map(Number));
      const values = Float32Array.from(features);
      return { verdicts, features: { values, count: seen.length, dim: 2 } };
    },
  };
}

const figuresFrom = (all: readonly { from: Modality; figures: object }[], from: Modality) =>
  all.find((one) => one.from === from)!.figures as Record<string, { value: number; real: number }>;

test('videos are judged by their motion, but of a picture it may be any', async () => {
  const [heldOut, reference] = [await drawn(60, 1), await drawn(200, 2)];
  const judge = oracle('video', [...heldOut, ...reference]);
  const options = { heldOut, reference: reference.filter(({ video }) => video) };
  const right = await judgeSeen(found(reference), judge, options);
  expect(right.map(({ from, to, examples }) => [from, to, examples])).toEqual([
    ['image', 'video', 60],
    ['text', 'video', 60],
    ['speech', 'video', 60],
  ]);
  for (const { figures } of right) expect(figures['strict']).toMatchObject({ value: 1, real: 1 });
  expect(figuresFrom(right, 'image')['motion']).toBeUndefined();
  expect(figuresFrom(right, 'text')['motion'].value).toBe(1);
  const wrong = await judgeSeen(found(reference, 5), judge, options);
  expect(figuresFrom(wrong, 'text')['strict'].value).toBeLessThan(0.7);
  expect(figuresFrom(wrong, 'text')['strict'].value).toBeGreaterThan(0.4);
  expect(figuresFrom(wrong, 'text')['coverage'].value).toBeGreaterThan(0.3);
});

test('pictures are judged by all sources, of a video by what a picture can show', async () => {
  const [heldOut, reference] = [await drawn(60, 1), await drawn(200, 2)];
  const judge = oracle('image', [...heldOut, ...reference]);
  const options = { heldOut, reference: reference.filter(({ image }) => image) };
  const directions = await judgeSeen(found(reference), judge, options);
  expect(directions.map(({ from }) => from)).toEqual(['text', 'speech', 'video']);
  for (const { figures } of directions) expect(figures['strict'].value).toBe(1);
  const text = directionsText(directions);
  expect(text).toContain('video → picture (60 examples)');
  expect(text).toMatch(/all right +1\.000 {2}chance 0\.3\d\d {2}real 1\.000\n/);
});

test('sounds are judged by what is understood, texts by what they say', async () => {
  const heldOut = await drawn(250, 1);
  const said = new Map(heldOut.map(({ speech, text = '' }) => [speech, text]));
  const judge: SpeechJudge = {
    config: speechJudgeConfig(1),
    accuracy: speechFigures(['heart'], ['heart']),
    hear: async (examples) => examples.map(({ speech }) => said.get(speech)!),
    dispose: () => {},
  };
  const right = await judgeSounds(found(heldOut), judge, heldOut);
  expect(right.map(({ from, examples }) => [from, examples])).toEqual([
    ['image', 250],
    // All five hundred captions, of pictures and of videos.
    ['text', 500],
    ['video', 250],
  ]);
  for (const { figures } of right) {
    expect(figures['wordsUnderstood']).toMatchObject({ value: 1, real: 1 });
    expect(figures['wholeCaption'].chance).toBeLessThan(0.5);
  }
  const wrong = await judgeSounds(found(heldOut, 10), judge, heldOut);
  expect(figuresFrom(wrong, 'image')['wordsUnderstood'].value).toBeLessThan(0.6);

  const texts = await judgeTexts(found(heldOut, 3), heldOut);
  expect(texts.map(({ from, examples }) => [from, examples])).toEqual([
    ['image', 250],
    ['speech', 500],
    ['video', 250],
  ]);
  const { wordErrorRate, wholeCaption } = texts[2].figures;
  expect(wholeCaption.value).toBeGreaterThan(0.7);
  expect(wordErrorRate.value).toBeLessThan(wordErrorRate.chance!);
});

test('of few held-out examples words alone are judged, and nothing is trained for it', async () => {
  const heldOut = await drawn(20, 1);
  const err = { write: () => true } as unknown as NodeJS.WriteStream;
  const context = { signal: new AbortController().signal, err };
  const data = { source: 'shapes', level: 1, trainCount: 20, testCount: 20 } as const;
  const directions = await judgeTranslator(data, found(heldOut), { heldOut }, context);
  expect(directions.map(({ to }) => to)).toEqual(['text', 'text', 'text']);
});

test('what is made from nothing agrees when pictures show what their captions say', async () => {
  const known = (await drawn(12, 4)).filter(({ image }) => image !== undefined);
  const captions = known.map(({ text }) => text as string);
  const wrong = known.map((one, i): Example => ({ ...one, text: i < 3 ? 'a dog' : captions[i] }));
  const judge = oracle('image', known);
  const { heads } = layoutOfJudge(judge.config);
  const readers = [pictureReader(judge), textReader(heads)] as const;
  expect((await agreement(known, readers)).value).toBe(1);
  const agree = await agreement(wrong, readers);
  expect(agree.value).toBeCloseTo(1 - 3 / known.length);
  expect(agree.chance).toBeLessThan(0.7);
  expect(factorsSaid('big red heart', heads)).toEqual({ shape: 'heart' });
  expect(factorsSaid('heart square', heads)).toEqual({ shape: '' });
  const figures = { modalities: ['image', 'text'], examples: 12, agree } as const;
  expect(togetherText(figures)).toMatch(
    /^from nothing, picture and words \(12 examples\)\n {2}agree .*0\.750 .*real 1\.000$/,
  );
  expect(togetherText({ ...figures, from: 'speech' })).toMatch(/^speech → picture and words tog/);
});

test('two are made from nothing, and each two of the third; what is read with is freed', async () => {
  const heldOut = (await drawn(20, 1)).filter(({ image }) => image !== undefined);
  const asked: string[] = [];
  let open = 0;
  const readerOf = async (of: string) => {
    open++;
    // Speech is always misheard.
    const read = async (made: readonly Example[]) =>
      made.map(({ text = '' }) => ({ shape: of === 'speech' ? '' : text }));
    return { read, real: 0.9, dispose: () => void open-- };
  };
  const makes = {
    sampling: async (into: readonly Modality[]) => {
      asked.push(`${into}`);
      return heldOut;
    },
    together: async (from: Modality, into: readonly Modality[], inputs: readonly Example[]) => {
      asked.push(`${from}:${into}`);
      return [...inputs];
    },
  };
  const { signal } = new AbortController();
  const figures = await agreements(['image', 'text', 'speech'], readerOf, makes, heldOut, signal);
  expect(asked).toEqual([
    'image,text',
    'image:text,speech',
    'text:image,speech',
    'speech:image,text',
  ]);
  expect(figures.map(({ from, agree }) => [from, agree.value])).toEqual([
    [undefined, 1],
    ['image', 0],
    ['text', 0],
    ['speech', 1],
  ]);
  expect(figures[0].agree.real).toBeCloseTo(0.81);
  expect(open).toBe(0);
  expect(await agreements(['image'], readerOf, makes, heldOut, signal)).toEqual([]);
  const pair = await agreements(['image', 'speech'], readerOf, makes, heldOut, signal);
  expect(pair).toHaveLength(1);
});

test('digits that are held out one by one come together by what they are; others stay as they are', () => {
  const image = {} as Picture;
  const speech = {} as Waveform;
  const written = [3, 5, 3].map((digit, i) => ({ id: `w${i}`, image, factors: { digit } }));
  const spoken = [3, 7, 3, 3].map((digit, i) => ({ id: `s${i}`, speech, factors: { digit } }));
  expect(pairedDigits([...written, ...spoken])).toEqual([
    { id: 's0', image, speech, factors: { digit: 3 } },
    { id: 's2', image, speech, factors: { digit: 3 } },
  ]);
  const captioned = [{ id: 'a', image, text: 'heart' }];
  expect(pairedDigits(captioned)).toBe(captioned);
});
