import { wasm } from '@xm/backend-wasm';
import {
  ConfigError,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  memory,
  type Params,
  useBackend,
} from '@xm/tensor-ops';
import { type CodeRow, readCodes } from '@xm/vae';
import type { ConfigOf } from '../src/config/schema.ts';
import { openShapes } from '../src/data/openShapes.ts';
import { buildGanModel } from '../src/gan/buildGanModel.ts';
import type { GanModel } from '../src/gan/ganModel.ts';
import { latentLearner } from '../src/gan/latentLearner.ts';
import { translatorOf } from '../src/gan/translatorOf.ts';
import { runStreams } from '../src/run/checkpoint.ts';
import { encoded, placesIn } from '../src/vae/encoded.ts';
import { tinyGan } from './tinyShapes.ts';

const { image, text, shared, latents } = tinyGan.model;
/** Pictures and words alone. */
const config: ConfigOf<'gan'> = {
  ...tinyGan,
  data: { source: 'shapes', level: 1, trainCount: 8, testCount: 2 },
  model: { shared, latents, image: image!, text: text! },
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
  const blind = { ...config.model, image: { ...image!, latents: 0 } };
  await expect(buildGanModel({ ...config, model: blind }, data)).rejects.toThrow(
    new ConfigError(
      'config.model: image, speech or video must be there and have latents of its own, since they are what is generated.',
    ),
  );
});
