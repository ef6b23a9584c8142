import {
  cpu,
  createRng,
  exp,
  fill,
  mapParams,
  mul,
  type Params,
  type Tensor,
  useBackend,
} from '@xm/tensor-ops';
import type { Modality } from '../src/index.ts';
import { type Bent, flowPosteriors } from '../src/methods/flowPosteriors.ts';

beforeAll(() => useBackend([cpu()]));

const rows = 60;
const flows = flowPosteriors({ width: 4, depth: 2 }, 2, ['image', 'text']);
/** Flows that bend nothing. */
const identity = (): Params => mapParams((x) => mul(x, 0), flows.init(createRng(1)));
const bent = (modality: Modality, mu: number, variance: number, present: number): Bent => [
  modality,
  {
    mu: fill([rows, 2], mu),
    logVar: fill([rows, 2], Math.log(variance)),
    present: fill([rows, 1], present),
  },
];
const valuesOf = (x: Tensor): number[] => [...x.dataSync()];
const meanOf = (x: Tensor): number => valuesOf(x).reduce((a, b) => a + b) / x.size;
const varianceOf = (x: Tensor): number => {
  const mean = meanOf(x);
  return valuesOf(x).reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.size;
};
const drawn = (all: readonly Bent[], temperature = 1): Tensor =>
  flows.draw(identity(), all, { temperature, rng: createRng(2) });

test('the product of normal posteriors, over the prior, is the one in closed form', () => {
  const both = [bent('image', 1, 0.5, 1), bent('text', 0, 0.4, 1)];
  // Precisions 2 and 2.5, less 1 of the prior that both have.
  const [mean, variance] = [2 / 3.5, 1 / 3.5];
  const z = drawn(both);
  expect(Math.abs(meanOf(z) - mean)).toBeLessThan(0.15);
  expect(Math.abs(varianceOf(z) - variance)).toBeLessThan(0.15);
  const { mu, logVar } = flows.moments(identity(), both, createRng(3));
  expect(Math.abs(meanOf(mu) - mean)).toBeLessThan(0.02);
  expect(Math.abs(meanOf(exp(logVar)) - variance)).toBeLessThan(0.02);
});

test('who is not there says nothing; where nobody is there, it is the prior', () => {
  const one = drawn([bent('image', 1, 0.5, 1), bent('text', -5, 0.1, 0)]);
  expect(Math.abs(meanOf(one) - 1)).toBeLessThan(0.2);
  expect(Math.abs(varianceOf(one) - 0.5)).toBeLessThan(0.2);
  for (const nobody of [[bent('image', 5, 0.1, 0)], [0, 1].map(() => bent('image', 5, 0.1, 0))]) {
    expect(Math.abs(meanOf(drawn(nobody)))).toBeLessThan(0.3);
    expect(Math.abs(varianceOf(drawn(nobody)) - 1)).toBeLessThan(0.4);
  }
});

test('at temperature 0 it is what is most probable among the means', () => {
  const z = drawn([bent('image', 1, 0.1, 1), bent('text', 0, 10, 1)], 0);
  expect(new Set(z.dataSync())).toEqual(new Set([1]));
});
