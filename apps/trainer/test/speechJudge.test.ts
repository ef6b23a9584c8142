import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskCache } from '@xm/data/node';
import { createRng, disposeParams, memory } from '@xm/tensor-ops';
import { decodeJudge, encodeJudge } from '../src/judge/judgeFile.ts';
import { judgeSpeech, testSpeechJudge } from '../src/judge/speech/judgeSpeech.ts';
import { speechFigures } from '../src/judge/speech/speechFigures.ts';
import { speechJudgeOf } from '../src/judge/speech/speechJudge.ts';
import { speechJudgeConfig, wordsOfLevel } from '../src/judge/speech/speechJudgeConfig.ts';
import { speechJudgeNetwork } from '../src/judge/speech/speechJudgeNetwork.ts';
import { spokenCaptions } from '../src/judge/speech/spokenCaptions.ts';
import { trainSpeechJudge } from '../src/judge/speech/trainSpeechJudge.ts';
import { speechJudgeText } from '../src/screen/judgeText.ts';
import { main } from '../src/xm.ts';
import { oneThread } from './smallJudge.ts';
import { hum, smallSpeechJudge } from './smallSpeech.ts';

// It trains, and beside other tests that takes its time.
jest.setTimeout(60_000);
beforeAll(async () => void (await oneThread()));

test('a small judge of speech understands voices that it never heard, and frees all it made', async () => {
  const before = memory().numTensors;
  const params = await trainSpeechJudge(smallSpeechJudge, hum);
  const accuracy = await testSpeechJudge(smallSpeechJudge, params, hum);
  expect(accuracy.count).toBe(40);
  expect(accuracy.words.value).toBeGreaterThan(0.8);
  expect(accuracy.words.value).toBeGreaterThan(2 * accuracy.words.chance);
  const judge = speechJudgeOf({ config: smallSpeechJudge, params, accuracy });
  // Other rates, and silence, in one call.
  const [example] = await spokenCaptions(smallSpeechJudge, { count: 1, split: 'test', speak: hum });
  const { samples } = example.speech!;
  const faster = {
    sampleRate: 32_000,
    samples: Float32Array.from({ length: 2 * samples.length }, (_, i) => samples[i >> 1]),
  };
  const silence = { sampleRate: 16_000, samples: new Float32Array(3000) };
  const said = await judge.hear([
    example,
    { id: 'faster', speech: faster },
    { id: 'silence', speech: silence },
  ]);
  expect(said[1]).toBe(said[0]);
  expect(said).toHaveLength(3);
  expect(await judge.hear([])).toEqual([]);
  judge.dispose();
  expect(memory().numTensors).toBe(before);
});

test('training that is stopped leaves nothing, neither in memory nor in the cache', async () => {
  const before = memory().numTensors;
  const stop = new AbortController();
  // While captions are spoken, and while it learns.
  for (const at of [1, 2 * smallSpeechJudge.heard + 2]) {
    const own = new AbortController();
    const onProgress = (done: number): void => void (done === at && own.abort('enough'));
    const options = { signal: own.signal, onProgress };
    await expect(trainSpeechJudge(smallSpeechJudge, hum, options)).rejects.toBe('enough');
  }
  stop.abort('enough');
  const folder = await mkdtemp(join(tmpdir(), 'xm-judge-'));
  const cache = diskCache(folder);
  const judged = judgeSpeech(1, { speak: hum, cache, signal: stop.signal });
  await expect(judged).rejects.toBe('enough');
  await rm(folder, { recursive: true });
  expect(memory().numTensors).toBe(before);
});

test('a judge of speech is kept with all that it depends on', async () => {
  const config = speechJudgeConfig(2, 5);
  const params = speechJudgeNetwork(config).init(createRng(9));
  const accuracy = speechFigures(['big heart'], ['big square']);
  const bytes = await encodeJudge({ config, params, accuracy });
  disposeParams(params);
  const keys: unknown[] = [];
  const cache = {
    get: async <T>(key: unknown) => {
      keys.push(key);
      return bytes as T;
    },
  };
  const judge = await judgeSpeech(2, { seed: 5, speak: hum, cache });
  expect(keys).toEqual([['judge of speech', 1, config]]);
  expect([judge.config, judge.accuracy]).toEqual([config, accuracy]);
  judge.dispose();
  expect(() => decodeJudge(bytes.slice(0, 100), 'j', speechJudgeNetwork)).toThrow('j');
});

test('what is understood, by hand', () => {
  const figures = speechFigures(['big red heart', 'big heart'], ['big red', 'big heart']);
  // One word of five is missing; dealt out the other way round, two are wrong: one more and one less.
  expect(figures.words.value).toBeCloseTo(4 / 5, 12);
  expect(figures.words.chance).toBeCloseTo(1 - (1 + 2) / 2 / 5, 12);
  expect(figures.wholeCaption).toEqual({ value: 0.5, chance: 0.25 });
  // More is wrong than was to be said.
  expect(speechFigures(['big'], ['a b c']).words.value).toBe(0);
  const text = speechJudgeText({ config: speechJudgeConfig(3), accuracy: figures });
  expect(text.split('\n')[1]).toBe('  words understood 80.0% (chance 70.0%)');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('every word of a level is known; speech has no size', async () => {
  expect(wordsOfLevel(1)).toHaveLength(3 + 8);
  expect(wordsOfLevel(3)).toHaveLength(10 + 8);
  let text = '';
  const err = { write: (some: string) => (text += some) } as unknown as NodeJS.WriteStream;
  const run = (...args: string[]) => main(['judge', '--level', '3', ...args], err, err);
  expect(await run('--kind', 'speech', '--size', '32')).toBe(2);
  expect(await run('--kind', 'smell')).toBe(2);
  expect(text).toContain('--size: speech has no size, got 32. Leave it out.');
  expect(text).toContain('picture, speech, video');
});
