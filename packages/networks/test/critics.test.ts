import {
  add,
  ConfigError,
  concat,
  cpu,
  createRng,
  differentiate,
  disposeParams,
  fold,
  inference,
  leaves,
  mean,
  mul,
  type Network,
  normal,
  type Params,
  type Scalar,
  ShapeError,
  sum,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { type ConvCriticConfig, convCritic, mlp, projectionCritic } from '../src/index.ts';
import { checkGradient } from './checkGradient.ts';

beforeAll(() => useBackend([cpu()]));

const config: ConvCriticConfig = {
  kind: 'conv',
  size: 8,
  patch: 2,
  widths: [4, 3],
  blocks: 1,
  features: 5,
  deviationGroup: 0,
};
const picture = (batch: number, seed = 8) => normal(createRng(seed), [batch, 8, 8, 3], 0.5, 0.25);
const run = (network: Network, x: Tensor): number[] => [
  ...network.apply(network.init(createRng(1)), x, inference).dataSync(),
];
const first = (x: Tensor): Tensor => {
  const shape = [1, ...x.shape.slice(1)];
  return tensor(x.dataSync().slice(0, x.size / x.shape[0]), shape);
};

describe.each([
  ['convCritic', convCritic(config), () => picture(4)],
  ['convCritic with deviation', convCritic({ ...config, deviationGroup: 2 }), () => picture(4)],
  ['mlp', mlp({ kind: 'mlp', hidden: [6, 5] }, 3, 4), () => normal(createRng(5), [4, 3])],
] as const)('%s', (_, network, input) => {
  test('gives features for every row, the same for the same seed', () => {
    const values = run(network, input());
    expect(values.length % 4).toBe(0);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(run(network, input())).toEqual(values);
  });

  test('its gradient matches differences', () => checkGradient(network as Network, input()));

  test('nothing is left', async () => {
    const [params, x] = [network.init(createRng(1)), input()];
    await leaksNothing(() => network.apply(params, x, inference));
    disposeParams(params);
  });
});

test('their configs, through JSON, build them again', () => {
  const conv = convCritic(JSON.parse(JSON.stringify(convCritic(config).config)));
  expect(run(conv, picture(2))).toEqual(run(convCritic(config), picture(2)));
  const plain = mlp({ kind: 'mlp', hidden: [6] }, 3, 4);
  expect(JSON.parse(JSON.stringify(plain.config))).toEqual({ kind: 'mlp', hidden: [6] });
});

test('a picture is judged on its own, unless deviation is asked for', () => {
  const x = picture(4);
  const alone = run(convCritic(config), first(x));
  run(convCritic(config), x)
    .slice(0, 5)
    .forEach((value, i) => {
      expect(value).toBeCloseTo(alone[i], 5);
    });
  const grouped = convCritic({ ...config, deviationGroup: 4 });
  const same = tensor(
    [0, 1, 2, 3].flatMap(() => [...first(x).dataSync()]),
    x.shape,
  );
  expect(run(grouped, x).slice(0, 5)).not.toEqual(run(grouped, same).slice(0, 5));
});

describe('projectionCritic', () => {
  const critic = projectionCritic(convCritic(config), {
    features: 5,
    condition: 3,
    classes: 2,
  });
  let params: Params;
  beforeAll(() => {
    params = critic.init(createRng(2));
  });
  const condition = () => tensor([1, 0, 0, 0, 1, 0], [2, 3]);

  test('scores ψ(c)·φ + v·φ, from features that do not know the condition', () => {
    const judged = critic.apply(params, { x: picture(2), condition: condition() }, inference);
    const p = params as Record<string, Record<string, Tensor>>;
    const [psi, v] = [p['projection']['kernel'].dataSync(), p['score']['kernel'].dataSync()];
    const features = judged.features.dataSync();
    const expected = [0, 1].map((row) =>
      [...features.slice(5 * row, 5 * row + 5)]
        // Row i is of class i.
        .map((value, j) => value * (psi[5 * row + j] + v[j]))
        .reduce((a, b) => a + b),
    );
    expect(judged.score.shape).toEqual([2, 1]);
    expect(judged.logits?.shape).toEqual([2, 2]);
    judged.score.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
    const other = { x: picture(2), condition: tensor([0, 0, 1, 1, 0, 0], [2, 3]) };
    expect(critic.apply(params, other, inference).features.dataSync()).toEqual(features);
  });

  test('its gradients reach every part, by differences along them', async () => {
    const whole: Network<Tensor> = {
      ...critic,
      apply: (p, x, mode) => {
        const { score, logits } = critic.apply(p, { x, condition: condition() }, mode);
        return add(score, mean(logits!, 1, true));
      },
    };
    await checkGradient(whole, picture(2));
    const objective = (p: Params) => ({
      loss: sum(mul(whole.apply(p, picture(2), inference), 0.5)) as Scalar,
      terms: {},
    });
    const { gradients } = differentiate(objective, params, undefined, fold(createRng(1), 0));
    for (const [, gradient] of leaves(gradients)) {
      expect(gradient.dataSync().some((value) => value !== 0)).toBe(true);
    }
  });

  test('nothing is left', async () => {
    const input = { x: picture(2), condition: condition() };
    await leaksNothing(() => ({ ...critic.apply(params, input, inference) }));
  });
});

describe('a joint projectionCritic', () => {
  const options = { features: 4, condition: 2 };
  const trunk = mlp({ kind: 'mlp', hidden: [5] }, 5, 4);
  const critic = projectionCritic(trunk, { ...options, joint: true });
  const told = () => tensor([1, 0, 0.5, -1], [2, 2]);
  const x = () => tensor([1, 2, 3, 4, 5, 6], [2, 3]);

  test('is one whose trunk sees the condition behind x', () => {
    const params = critic.init(createRng(1));
    const { score, features } = critic.apply(params, { x: x(), condition: told() }, inference);
    const plain = projectionCritic(trunk, options);
    const both = { x: concat([x(), told()], 1), condition: told() };
    expect(plain.apply(params, both, inference).score.dataSync()).toEqual(score.dataSync());
    const other = { x: x(), condition: zeros([2, 2]) };
    const otherwise = critic.apply(params, other, inference).features.dataSync();
    expect(otherwise).not.toEqual(features.dataSync());
    expect(critic.config).not.toEqual(plain.config);
  });

  test('its gradients match differences along the params', () =>
    checkGradient(
      {
        ...critic,
        apply: (p, input, mode) => critic.apply(p, { x: input, condition: told() }, mode).score,
      },
      x(),
    ));
});

test('what cannot be built or judged is refused', () => {
  expect(() => convCritic({ ...config, size: 9 })).toThrow(ConfigError);
  const critic = projectionCritic(convCritic({ ...config, deviationGroup: 3 }), {
    features: 5,
    condition: 3,
  });
  const params = critic.init(createRng(1));
  const judge = (x: Tensor, condition: Tensor) => critic.apply(params, { x, condition }, inference);
  expect(() => judge(picture(4), zeros([4, 3]))).toThrow('groups of 3 must divide the batch');
  expect(() => judge(picture(3), zeros([2, 3]))).toThrow(ShapeError);
  expect(() => judge(zeros([3, 4, 4, 3]), zeros([3, 3]))).toThrow('convCritic: input');
});
