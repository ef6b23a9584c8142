import type { Tokens } from '@xm/networks';
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
  slice,
  sum,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { type MultimodalVae, multimodalVae, type VaeBatch, type VaeConfig } from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

const vae = multimodalVae(tinyConfig);
let begun: Params;
beforeAll(async () => {
  await useBackend([cpu()]);
  begun = vae.init(createRng(1));
});
const started = (model = vae): Params => (model === vae ? begun : model.init(createRng(1)));
const { image, text } = tinyConfig.channels;
const pair: VaeConfig = { ...tinyConfig, channels: { image: image!, text: text! } };
const evaluate = (batch: VaeBatch, params = started()): Record<string, number> => {
  const { loss, terms } = vae.objective()(params, batch, createRng(5));
  const named = Object.entries({ loss, ...terms });
  return Object.fromEntries(named.map(([name, term]) => [name, term.dataSync()[0]]));
};

const rows = ({ ids, mask }: Tokens, at: number): Tokens => ({
  ids: slice(ids, at, 1),
  mask: slice(mask, at, 1),
});

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
  const weighed = vae.objective({ sharedBeta: 3 })(started(), tinyBatch(3), createRng(5));
  expect(weighed.loss.dataSync()[0] - loss).toBeCloseTo(2 * sharedKl, 2);
  expect(loss - half['loss']).toBeCloseTo(0.5 * (sharedKl + imageKl + speechKl + videoKl), 1);
});

test('strangers are what is made with the private latents of others; all else stays as it is', () => {
  const numbers = (strangers: number, batch: VaeBatch): Record<string, number> => {
    const { loss, terms } = vae.objective({ strangers })(started(), batch, createRng(5));
    const named = Object.entries({ loss, ...terms });
    return Object.fromEntries(named.map(([name, term]) => [name, term.dataSync()[0]]));
  };
  const without = evaluate(tinyBatch(3));
  const { loss, imageStrangeNll, speechStrangeNll, videoStrangeNll, ...same } = numbers(
    2,
    tinyBatch(3),
  );
  const { loss: plain, ...others } = without;
  expect(same).toEqual(others);
  const strange = imageStrangeNll + speechStrangeNll + videoStrangeNll;
  expect((loss - plain) / (2 * strange)).toBeCloseTo(1, 4);
  expect(imageStrangeNll).not.toBe(without['imageNll']);
  // Whoever is alone is no stranger.
  const alone = numbers(2, tinyBatch(1));
  expect(alone['imageStrangeNll']).toBeCloseTo(alone['imageNll'], 5);
});

/** Two examples: both have texts, the first a picture. */
const withGap = (): VaeBatch => {
  const { text } = tinyBatch(2);
  const { image } = tinyBatch(1);
  const gap = { present: tensor([1, 0], [2, 1]), places: tensor([1, 0], [2, 1]) };
  return { image, text, gaps: { image: gap } };
};

test('an example without a modality says and costs nothing of it', () => {
  const { shared } = vae.encode(started(), withGap());
  const { image, text } = tinyBatch(2);
  const [whole, alone] = [
    { image: slice(image, 0, 1), text: rows(text, 0) },
    { text: rows(text, 1) },
  ];
  const told = [whole, alone].flatMap((one) => [
    ...vae.encode(started(), one).shared.mu.dataSync(),
  ]);
  expect([...shared.mu.dataSync()]).toEqual(told.map((x) => expect.closeTo(x, 5)));
  const { loss, textNll, imageNll, sharedKl, imageKl } = evaluate(withGap());
  expect(loss).toBeCloseTo(10 * textNll + sharedKl + (imageNll + imageKl) / 2, 2);
});

test('a modality that no example has may as well not be there', () => {
  const { image: _, ...without } = tinyBatch(3);
  const terms = Object.keys(evaluate(without));
  expect(terms).toEqual(Object.keys(evaluate(tinyBatch(3))).filter((name) => !/image/.test(name)));
  const { gradients } = differentiate(vae.objective(), started(), without, createRng(1));
  for (const [path, leaf] of leaves(gradients)) {
    expect([path, leaf.dataSync().some((v) => v !== 0)]).toEqual([path, !path.startsWith('image')]);
  }
});

const withText = (told: Partial<NonNullable<VaeConfig['channels']['text']>>): VaeConfig => ({
  ...tinyConfig,
  channels: { ...tinyConfig.channels, text: { ...text!, ...told } },
});

/** Of each leaf that is reached. */
const gradientsOf = (model: MultimodalVae, batch: VaeBatch, seed: number, options = {}) => {
  const params = model.init(createRng(1));
  const { gradients } = differentiate(model.objective(options), params, batch, createRng(seed));
  return new Map(leaves(gradients).map(([path, leaf]) => [path, leaf.dataSync()]));
};
const isReached = (gradients: ReadonlyMap<string, Iterable<number>>, head: string): boolean =>
  [...gradients].some(([path, values]) => path.startsWith(head) && [...values].some(Boolean));

/** What private latents would keep from learning is a matter of its own, below. */
const allShared: VaeConfig = {
  ...tinyConfig,
  channels: Object.fromEntries(
    Object.entries(tinyConfig.channels).map(([modality, channel]) => [
      modality,
      { ...channel, latents: 0 },
    ]),
  ),
};

test.each([
  ['all that is shared', allShared, {}, /./],
  ['each teller', withText({ toldByEach: true }), {}, /channel|own/],
  ['drawn tellers', tinyConfig, {}, /channel|own/],
  ['strangers', tinyConfig, { strangers: 0.5 }, /channel|own/],
])('its gradient matches differences, and reaches every leaf: %s', (_, config, options, moved) => {
  const model = multimodalVae(config);
  const [params, batch, objective] = [started(model), tinyBatch(4), model.objective(options)];
  const all = gradientsOf(model, batch, 4, options);
  for (const [path, values] of all) {
    expect([path, values.some((v) => v !== 0)]).toEqual([path, true]);
  }
  const g = new Map([...all].filter(([path]) => moved.test(path)));
  const norm = Math.hypot(...[...g.values()].flatMap((values) => [...values]));
  const at = (h: number): number => {
    const there = leaves(params).map(([path, leaf]): [string, Tensor] => {
      const along = g.get(path);
      const values = leaf.dataSync().map((v, i) => v + (along ? (h * along[i]) / norm : 0));
      return [path, tensor(values, leaf.shape)];
    });
    return objective(fromLeaves(there), batch, createRng(4)).loss.dataSync()[0];
  };
  const h = 0.0002;
  expect((at(h) - at(-h)) / (2 * h) / norm).toBeCloseTo(1, 2);
});

test('what a picture alone holds does not reach what it says of the shared latents', () => {
  const alone = { image: tinyBatch(3).image };
  const reached = gradientsOf(multimodalVae(pair), alone, 1);
  expect([isReached(reached, 'image.shared'), isReached(reached, 'image.own')]).toEqual([
    false,
    true,
  ]);
  // What it tells others does; and it does where there are no others, or no private latents.
  const each = { ...pair, channels: { image: image!, text: { ...text!, toldByEach: true } } };
  const withWords = gradientsOf(multimodalVae(each), withGap(), 1);
  expect(isReached(withWords, 'image.shared')).toBe(true);
  const lonely = multimodalVae({ ...pair, channels: { image: image! } });
  expect(isReached(gradientsOf(lonely, alone, 1), 'image.shared')).toBe(true);
  const shared = multimodalVae({
    ...pair,
    channels: { text: text!, image: { ...image!, latents: 0 } },
  });
  expect(isReached(gradientsOf(shared, alone, 1), 'image.shared')).toBe(true);
});

test('told by each, a decoder teaches every encoder in each step', () => {
  const { image, text } = withText({ toldByEach: true }).channels;
  const model = multimodalVae({
    ...pair,
    channels: { image: { ...image!, weight: 0 }, text: text! },
  });
  for (const seed of [1, 2, 3, 4, 5]) {
    const reached = gradientsOf(model, withGap(), seed, { beta: 0 });
    for (const head of ['image.shared', 'text.shared']) {
      expect(isReached(reached, head)).toBe(true);
    }
  }
});

test('a guide is added where there are pictures', () => {
  const guide = (made: Tensor, input: Tensor) =>
    mul(sum(reshape(mul(made, input), [3, -1]), 1), 0.1);
  const batch = tinyBatch(3);
  const plain = evaluate(batch)['imageNll'];
  const guided = vae.objective({ guides: { image: guide } })(started(), batch, createRng(5));
  expect(Math.abs(guided.terms['imageNll'].dataSync()[0] - plain)).toBeGreaterThan(0.01);
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
  for (const logVar of shared.logVar.dataSync()) expect(logVar).toBeLessThan(0);
});

test('a model without modalities, without latents, or with features amiss is refused', () => {
  expect(() => multimodalVae({ ...tinyConfig, channels: {} })).toThrow(/there must be one of/);
  expect(() => multimodalVae({ ...tinyConfig, shared: 0 })).toThrow(ConfigError);
  const announced = { ...pair, channels: { image: { ...image!, features: 4 } } };
  expect(() => multimodalVae(announced)).toThrow(/none are given/);
  const features = { image: (x: Tensor) => x };
  expect(() => multimodalVae(pair, { features })).toThrow(/not announced/);
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
    },
  });
  const params = model.init(fold(createRng(1), 'x'));
  expect(Object.keys((params['text'] as Params)['channel'])).toEqual(['decoder']);
  const { gradients } = differentiate(model.objective(), params, tinyBatch(4), createRng(4));
  const head = ((gradients['image'] as Params)['shared'] as Record<string, Params>)['mu'];
  expect(leaves(head)[0][1].shape).toEqual([2, 3]);
  expect(
    leaves(head)[0][1]
      .dataSync()
      .some((v) => v !== 0),
  ).toBe(true);
});
