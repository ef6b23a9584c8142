import { wasm } from '@xm/backend-wasm';
import { DataError, type Example } from '@xm/data';
import {
  ConfigError,
  createRng,
  disposeState,
  memory,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { averageOf, conditionalGan, type GanState, ganTranslator } from '../src/index.ts';
import { points } from './players.ts';

const gan = conditionalGan(points);
let state: GanState;
beforeAll(async () => {
  await useBackend([wasm({ threads: 1 })]);
  state = gan.init(createRng(1));
});
afterAll(() => disposeState(state));
const words = ['left', 'right'];

/** From a word to a point, which is written as a text. */
const translator = (failing = false) =>
  ganTranslator({
    directions: [{ from: 'text', to: 'speech' }],
    condition: (_, inputs, { samples }) =>
      tensor(
        inputs.flatMap(({ text }) =>
          Array.from({ length: samples }, () => words.map((word) => Number(word === text))).flat(),
        ),
        [samples * inputs.length, 2],
      ),
    make: async (_, conditions: Tensor, { rng, temperature = 1 }) => {
      if (failing) throw new RangeError('no paint');
      const made = gan.sample(averageOf(state), conditions, { rng, temperature });
      const values = await made.data();
      made.dispose();
      return Array.from(
        { length: conditions.shape[0] },
        (_, i): Partial<Example> => ({
          speech: { sampleRate: 1, samples: Float32Array.from(values.slice(2 * i, 2 * i + 2)) },
        }),
      );
    },
  });

const inputs = words.map((text, i): Example => ({ id: `${i}`, text }));
const pointsOf = (outputs: readonly (readonly Example[])[]): number[][] =>
  outputs.flat().map(({ speech }) => [...speech!.samples]);

test('each input has its samples, one after the other, the same for the same seed', async () => {
  const [a, b, c] = await Promise.all(
    [7, 7, 8].map((seed) => translator().translate('text', 'speech', inputs, { samples: 3, seed })),
  );
  expect(a.map((some) => some.map(({ id }) => id))).toEqual([
    ['0/0', '0/1', '0/2'],
    ['1/0', '1/1', '1/2'],
  ]);
  expect(pointsOf(b)).toEqual(pointsOf(a));
  expect(pointsOf(c)).not.toEqual(pointsOf(a));
  expect(new Set(pointsOf(a).map(String)).size).toBe(6);
});

test('at temperature 0 all samples of an input are one, and belong to it', async () => {
  const options = { samples: 2, temperature: 0 };
  const [left, right] = await translator().translate('text', 'speech', inputs, options);
  const [turned] = await translator().translate('text', 'speech', [inputs[1]], options);
  const [a, b] = [pointsOf([left]), pointsOf([right])];
  expect(a[1]).toEqual(a[0]);
  expect(b[0]).not.toEqual(a[0]);
  expect(pointsOf([turned])).toEqual(b);
});

test('more inputs than go at once are all answered', async () => {
  const many = Array.from({ length: 130 }, (_, i): Example => ({ id: `${i}`, text: words[i % 2] }));
  const outputs = await translator().translate('text', 'speech', many);
  expect(outputs.map(([{ id }]) => id)).toEqual(many.map(({ id }) => `${id}/0`));
  expect(new Set(pointsOf(outputs).map(String)).size).toBe(130);
});

test('what it cannot do is refused, and says what it can', async () => {
  const t = translator();
  await expect(t.translate('text', 'image', inputs)).rejects.toThrow(
    new ConfigError('translate: this translator can do text to speech, got text to image.'),
  );
  await expect(t.translate('text', 'speech', inputs, { samples: 0 })).rejects.toThrow(ConfigError);
  await expect(t.translate('text', 'speech', [{ id: 'mute' }])).rejects.toThrow(
    new DataError("translate: example 'mute' must have text, it has none."),
  );
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(t.translate('text', 'speech', inputs, { signal })).rejects.toThrow('enough');
});

test('nothing is left, not even when the generator fails', async () => {
  const before = memory().numTensors;
  await translator().translate('text', 'speech', inputs, { samples: 2 });
  await expect(translator(true).translate('text', 'speech', inputs)).rejects.toThrow('no paint');
  expect(memory().numTensors).toBe(before);
});
