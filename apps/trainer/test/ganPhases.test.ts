import { wasm } from '@xm/backend-wasm';
import { averageOf, type GanState } from '@xm/gan';
import {
  ConfigError,
  concat,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  fold,
  inference,
  memory,
  normal,
  type Params,
  tidy,
  useBackend,
} from '@xm/tensor-ops';
import { type CodeRow, readCodes } from '@xm/vae';
import type { ConfigOf } from '../src/config/schema.ts';
import { openShapes } from '../src/data/openShapes.ts';
import { buildGanModel } from '../src/gan/buildGanModel.ts';
import type { GanModel } from '../src/gan/ganModel.ts';
import { latentLearner } from '../src/gan/latentLearner.ts';
import { pictureGame, withPictures } from '../src/gan/pictureGame.ts';
import { pictureLearner } from '../src/gan/pictureLearner.ts';
import { translatorOf } from '../src/gan/translatorOf.ts';
import { runStreams } from '../src/run/checkpoint.ts';
import { encoded, placesIn } from '../src/vae/encoded.ts';
import { tinyGan } from './tinyShapes.ts';

const { image, text, shared, latents, critic } = tinyGan.model;
/** Pictures and words alone. */
const config: ConfigOf<'gan'> = {
  ...tinyGan,
  data: { source: 'shapes', level: 1, trainCount: 8, testCount: 2 },
  model: { shared, latents, critic: critic!, image: image!, text: text! },
};
const data = openShapes(config.data as never, { seed: 1, size: 16, from: '.' });

let model: GanModel;
let params: Params;
let codes: CodeRow[];
const places = placesIn(data.train, 1, 6);
beforeAll(async () => {
  await useBackend([wasm({ threads: 1 })]);
  model = await buildGanModel(config, data);
  params = model.init(createRng(1));
  const before = memory().numTensors;
  codes = await readCodes(model.vae.vae, params, encoded(model.vae, data.train, places, 4));
  expect(memory().numTensors).toBe(before);
});
afterAll(() => disposeParams(params));

const leftBy = (work: () => void): number => {
  const before = memory().numTensors;
  work();
  return memory().numTensors - before;
};

test('the games for latents: batches depend on the step alone, and a step leaves nothing', () => {
  const learner = latentLearner(model, codes, config.training.latents, 1);
  const numbers = (step: number): number[] => {
    const batch = learner.collate([], step);
    const { real, condition } = batch['image'];
    expect([real.shape, condition.shape]).toEqual([
      [4, 2],
      [4, 3],
    ]);
    const values = [...real.dataSync(), ...condition.dataSync()];
    dispose(batch as never);
    return values;
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(6)).not.toEqual(numbers(5));
  const left = leftBy(() => {
    const state = learner.start(runStreams(1));
    const batch = learner.collate([], 0);
    const next = learner.step(state, batch);
    dispose(batch as never);
    dispose(next.terms);
    disposeState(state);
    disposeState(next.state);
  });
  expect(left).toBe(0);
});

test('the generator of pictures begins as the decoder, and is put back in its place', async () => {
  const before = memory().numTensors;
  const game = pictureGame(model, params, config.model.critic!, config.training.pictures!);
  const { example, code } = { example: await data.train.get(places[0]), code: codes[0] };
  const learner = pictureLearner(model.vae, game, [{ example, code }], { batch: 2, seed: 1 });
  const state = learner.start(runStreams(1));

  const [noise, condition] = ['noise', 'z'].map((name, i) =>
    normal(fold(createRng(2), name), [3, [2, 3][i]]),
  );
  const painted = game.game.generator.apply(averageOf(state), { noise, condition }, inference);
  const expected = tidy(() => {
    const { image, generators } = params as Record<string, Record<string, Params>>;
    const own = model.games['image'].game.generator.apply(
      generators['image'],
      { noise, condition },
      inference,
    );
    const { channel } = model.vae.vae.readers.image!;
    return channel.make(
      image['channel'],
      concat([condition, own], 1),
      own,
      inference,
    ) as typeof own;
  });
  expect([...painted.dataSync()]).toEqual([...expected.dataSync()]);
  dispose([painted, expected, noise, condition]);

  const batch = learner.collate([], 0);
  const next = learner.step(state, batch);
  dispose(batch as never);
  dispose(next.terms);
  disposeState(state);
  const { params: moved } = next.state as GanState;
  const put = withPictures(model.init(createRng(1)), moved.generator);
  const translator = translatorOf(model, put);
  const [[made]] = await translator.translate('text', 'image', [{ id: 'a', text: 'heart' }]);
  expect(made.image).toMatchObject({ width: 16, height: 16 });
  disposeParams(put);
  disposeParams(moved.critic);
  disposeParams(next.state.optimizer);
  expect(memory().numTensors).toBe(before);
});

test('translating leaves nothing', async () => {
  const translator = translatorOf(model, params);
  expect(translator.directions).toEqual([{ from: 'text', to: 'image' }]);
  const inputs = ['heart', 'square'].map((text) => ({ id: text, text }));
  const before = memory().numTensors;
  const outputs = await translator.translate('text', 'image', inputs, { samples: 2 });
  await translator.translate('text', 'image', inputs, { temperature: 0 });
  expect(outputs.map((some) => some.map(({ id }) => id))).toEqual([
    ['heart/0', 'heart/1'],
    ['square/0', 'square/1'],
  ]);
  expect(memory().numTensors).toBe(before);
});

test('what cannot be played is refused', async () => {
  const { pictures: _, ...training } = config.training;
  await expect(buildGanModel({ ...config, training }, data)).rejects.toThrow('give both, or none');
  const still = { ...config.model, image: { ...image!, latents: 0 } };
  await expect(buildGanModel({ ...config, model: still }, data)).rejects.toThrow(
    'config.model.critic: it looks at pictures',
  );
  const { critic: __, ...blind } = still;
  await expect(buildGanModel({ ...config, model: blind, training }, data)).rejects.toThrow(
    new ConfigError(
      'config.model: image, speech or video must be there and have latents of its own, since they are what is generated.',
    ),
  );
});
