import {
  add,
  ConfigError,
  cpu,
  createRng,
  differentiate,
  exp,
  expandDims,
  leaves,
  mul,
  normal,
  type Params,
  reshape,
  ShapeError,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { cyclicalBeta, drawnElbo, dreg, iwae, linearBeta, normalLogDensity } from '../src/index.ts';
import { type Plain, treeOf } from './plainTree.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected } = golden<{ bounds: Plain }, { bounds: Plain }>(
  `${__dirname}/golden/objectives.json`,
);
const given = () => treeOf(inputs.bounds) as Record<string, Tensor>;
const found = () => treeOf(expected.bounds) as Record<string, Tensor>;
const numberOf = (t: Tensor): number => t.dataSync()[0];

test('bounds of a table of log-weights', () => {
  const { logWeights, share } = given();
  const { elbo, iwae: tighter, iwaeByShare } = found();
  expect(numberOf(drawnElbo(logWeights))).toBeCloseTo(numberOf(elbo), 5);
  expect(numberOf(iwae(logWeights))).toBeCloseTo(numberOf(tighter), 5);
  expect(numberOf(iwae(logWeights, share))).toBeCloseTo(numberOf(iwaeByShare), 5);
  expect(numberOf(dreg().loss(logWeights, share))).toBeCloseTo(numberOf(iwaeByShare), 5);
  const far = add(logWeights, -5000);
  expect(numberOf(iwae(far))).toBeCloseTo(numberOf(tighter) + 5000, 2);
});

test('one draw makes the evidence bound, and more draws a tighter one', () => {
  const all = normal(createRng(1), [16, 400], 0, 1.5);
  const [one, two, four, sixteen] = [1, 2, 4, 16].map((draws) => slice(all, [0, 0], [draws, 400]));
  expect(numberOf(iwae(one))).toBeCloseTo(numberOf(drawnElbo(one)), 5);
  const losses = [one, two, four, sixteen].map((table) => numberOf(iwae(table)));
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
});

test('the gradient of dreg is that of Tucker et al.: weights for the decoder, their squares for the posterior', () => {
  const { mu, logVar, theta, x, noise } = given();
  const [rows, draws, latents] = noise.shape;
  const flat = (t: Tensor): Tensor => reshape(t, [rows * draws, latents]);
  const each = (t: Tensor): Tensor => flat(add(expandDims(t, 1), mul(noise, 0)));
  const objective = (p: Params) => {
    const bound = dreg();
    const deviation = exp(mul(0.5, each(p['logVar'] as Tensor)));
    const drawn = add(each(p['mu'] as Tensor), mul(deviation, flat(noise)));
    const z = bound.pass(drawn, (weights) => reshape(transpose(weights), [-1, 1]));
    const zero = mul(z, 0);
    const made = sum(mul(z, p['theta'] as Tensor), 1);
    const error = sub(made, reshape(add(expandDims(x, 1), mul(sum(noise, 2), 0)), [-1]));
    const logP = add(mul(-0.5, square(error)), -0.5 * Math.log(2 * Math.PI));
    // The posterior's own parameters are constants: the ones given, which no gradient is asked of.
    const logQ = normalLogDensity(z, { mu: each(mu), logVar: each(logVar) });
    const logW = sub(add(logP, normalLogDensity(z, { mu: zero, logVar: zero })), logQ);
    return { loss: bound.loss(transpose(reshape(logW, [rows, draws]))), terms: {} };
  };
  const start = { mu: mul(mu, 1), logVar: mul(logVar, 1), theta };
  const { loss, gradients } = differentiate(objective, start, undefined, createRng(1));
  expect(numberOf(loss)).toBeCloseTo(numberOf(found()['dreg']), 5);
  const wanted = found()['gradients'] as unknown as Record<string, Tensor>;
  for (const [name, gradient] of leaves(gradients)) {
    expectClose(gradient.dataSync(), wanted[name].dataSync(), { absolute: 1e-5, relative: 1e-4 });
  }
});

test('gradients match differences, and nothing is left', async () => {
  const shapes = { table: [3, 2], share: [2] };
  for (const bound of [drawnElbo, iwae, dreg().loss]) {
    await gradientsMatchFiniteDifferences(({ table }) => bound(table), { table: [3, 2] });
  }
  await gradientsMatchFiniteDifferences(({ table, share }) => iwae(table, share), shapes);
  const { logWeights } = given();
  await leaksNothing(() => [iwae(logWeights), drawnElbo(logWeights), dreg().loss(logWeights)]);
});

test('what is no table is refused', () => {
  for (const bound of [drawnElbo, iwae, dreg().loss]) {
    expect(() => bound(tensor([1, 2]))).toThrow(ShapeError);
  }
});

test('divergences grow in a line, or again and again', () => {
  const line = linearBeta(4);
  expect([0, 1, 3, 9].map(line)).toEqual([0.25, 0.5, 1, 1]);
  const cycles = cyclicalBeta({ steps: 8, cycles: 2 });
  expect([0, 1, 2, 3, 4, 5, 7, 8].map(cycles)).toEqual([0, 0.5, 1, 1, 0, 0.5, 1, 1]);
  expect(cyclicalBeta({ steps: 100 })(12.5 / 2)).toBeCloseTo(0.5, 10);
  expect(() => linearBeta(0)).toThrow(ConfigError);
  expect(() => cyclicalBeta({ steps: 4, growing: 0 })).toThrow(/above 0/);
});
