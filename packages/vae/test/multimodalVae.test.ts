import {
  ConfigError,
  cpu,
  createRng,
  differentiate,
  fold,
  fromLeaves,
  leaves,
  mul,
  type Params,
  reshape,
  scalar,
  sum,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { multimodalVae, type VaeBatch, type VaeConfig } from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const vae = multimodalVae(tinyConfig);
const started = (model = vae): Params => model.init(createRng(1));
const { image, text } = tinyConfig.channels;
const pair: VaeConfig = { ...tinyConfig, channels: { image: image!, text: text! } };
const evaluate = (batch: VaeBatch, params = started()): Record<string, number> => {
  const { loss, terms } = vae.objective()(params, batch, createRng(5));
  const named = Object.entries({ loss, ...terms });
  return Object.fromEntries(named.map(([name, term]) => [name, term.dataSync()[0]]));
};

test('the config, through JSON, builds it again', () => {
  const again = multimodalVae(JSON.parse(JSON.stringify(vae.config)));
  const shapes = (params: Params) => leaves(params).map(([path, { shape }]) => [path, shape]);
  expect(shapes(started(again))).toEqual(shapes(started()));
  expect(Object.keys(started())).toEqual(['image', 'text', 'speech', 'video']);
});

test('the loss is weighted surprise and divergence, each named', () => {
  const terms = evaluate(tinyBatch(3));
  const { loss, sharedKl, imageNll, textNll, speechNll, videoNll } = terms;
  const { imageKl, speechKl, videoKl } = terms;
  const surprise = imageNll + 10 * textNll + speechNll + videoNll;
  expect(loss / (surprise + sharedKl + imageKl + speechKl + videoKl)).toBeCloseTo(1, 5);
  const half = evaluate({ ...tinyBatch(3), beta: scalar(0.5) });
  expect(loss - half['loss']).toBeCloseTo(0.5 * (sharedKl + imageKl + speechKl + videoKl), 1);
});

test('an absent modality changes nothing: neither its rows nor its numbers', () => {
  const whole = tinyBatch(3);
  const has = tensor([1, 0, 1], [3, 1]);
  const lacking = { ...whole, present: { image: has } };
  const other = mul(whole.image, reshape(has, [3, 1, 1, 1]));
  expect(evaluate({ ...lacking, image: other })).toEqual(evaluate(lacking));
  const { image: _, ...without } = whole;
  const nowhere = evaluate({ ...whole, present: { image: zeros([3, 1]) } });
  expect(nowhere['imageNll']).toBe(0);
  expect(nowhere['imageKl']).toBe(0);
  const { imageNll, imageKl, ...rest } = nowhere;
  expect(Object.keys(rest)).toEqual(Object.keys(evaluate(without)));
});

test('a row without any modality has the prior, and costs nothing', () => {
  const none = zeros([3, 1]);
  const all = { image: none, text: none, speech: none, video: none };
  expect(evaluate({ ...tinyBatch(3), present: all })['loss']).toBe(0);
});

test('its gradient matches differences, and reaches every leaf', () => {
  const objective = vae.objective();
  const [params, batch, rng] = [started(), tinyBatch(2), createRng(2)];
  const { gradients } = differentiate(objective, params, batch, rng);
  const g = new Map(leaves(gradients).map(([path, leaf]) => [path, leaf.dataSync()]));
  for (const [path, values] of g) {
    expect([path, values.some((v) => v !== 0)]).toEqual([path, true]);
  }
  const norm = Math.hypot(...[...g.values()].flatMap((values) => [...values]));
  const at = (h: number): number => {
    const moved = leaves(params).map(([path, leaf]): [string, Tensor] => {
      const along = g.get(path)!;
      const values = leaf.dataSync().map((v, i) => v + (h * along[i]) / norm);
      return [path, tensor(values, leaf.shape)];
    });
    return objective(fromLeaves(moved), batch, rng).loss.dataSync()[0];
  };
  const h = 0.003;
  expect((at(h) - at(-h)) / (2 * h) / norm).toBeCloseTo(1, 1);
});

test('a guide is added where there are pictures', () => {
  const guide = (made: Tensor, input: Tensor) =>
    mul(sum(reshape(mul(made, input), [3, -1]), 1), 0.1);
  const batch = tinyBatch(3);
  const plain = evaluate(batch)['imageNll'];
  const guided = vae.objective({ guides: { image: guide } })(started(), batch, createRng(5));
  expect(Math.abs(guided.terms['imageNll'].dataSync()[0] - plain)).toBeGreaterThan(0.1);
});

test('a step leaves nothing behind', async () => {
  const [params, batch] = [started(), tinyBatch(2)];
  await leaksNothing(() => {
    const { loss, terms, gradients } = differentiate(vae.objective(), params, batch, createRng(1));
    return [loss, ...Object.values(terms), ...leaves(gradients).map(([, leaf]) => leaf)];
  });
});

test('encoding is the product of what is there, with the prior', () => {
  const { image, text } = tinyBatch(3);
  const { shared, own } = vae.encode(started(), { image, text });
  expect(shared.mu.shape).toEqual([3, 3]);
  expect(Object.keys(own)).toEqual(['image']);
  const absent = { image, text, present: { text: zeros([3, 1]) } };
  const alone = vae.encode(started(), { image }).shared.mu.dataSync();
  expect(vae.encode(started(), absent).shared.mu.dataSync()).toEqual(alone);
  for (const logVar of shared.logVar.dataSync()) expect(logVar).toBeLessThan(0);
});

test('a model without modalities, without latents, or with features amiss is refused', () => {
  expect(() => multimodalVae({ ...tinyConfig, channels: {} })).toThrow(/there must be one of/);
  expect(() => multimodalVae({ ...tinyConfig, shared: 0 })).toThrow(ConfigError);
  const announced = { ...pair, channels: { image: { ...image!, features: 4 } } };
  expect(() => multimodalVae(announced)).toThrow(/none are given/);
  const features = { image: (x: Tensor) => x };
  expect(() => multimodalVae(pair, { features } as never)).toThrow(/not announced/);
  const { encoder: _, ...blind } = text!;
  expect(() => multimodalVae({ ...pair, channels: { text: blind } })).toThrow(/an encoder/);
});

test('features from outside take the place of the encoder, and get no gradient', () => {
  const { encoder: _, ...blind } = text!;
  const config = {
    ...pair,
    channels: { image: { ...image!, features: 2 }, text: { ...blind, features: 1 } },
  };
  const outside = tensor([0.3, -0.2], [1, 2]);
  const model = multimodalVae(config, {
    features: {
      image: (x: Tensor) => mul(reshape(sum(x, [1, 2, 3]), [-1, 1]), outside),
      text: ({ mask }: { mask: Tensor }) => sum(mask, 1, true),
    } as never,
  });
  const params = model.init(fold(createRng(1), 'x'));
  expect(Object.keys((params['text'] as Params)['channel'])).toEqual(['decoder']);
  const { gradients } = differentiate(model.objective(), params, tinyBatch(2), createRng(1));
  const head = ((gradients['image'] as Params)['shared'] as Record<string, Params>)['mu'];
  expect(leaves(head)[0][1].shape).toEqual([2, 3]);
  expect(
    leaves(head)[0][1]
      .dataSync()
      .some((v) => v !== 0),
  ).toBe(true);
});
