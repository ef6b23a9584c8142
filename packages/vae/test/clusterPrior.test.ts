import { cpu, createRng, exp, sum, tensor, useBackend } from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { latentDistribution } from '../src/distributions/latentDistribution.ts';
import { clusterPrior } from '../src/methods/clusterPrior.ts';

beforeAll(() => useBackend([cpu()]));

const prior = clusterPrior(2, 1, latentDistribution('normal'));
const params = () => ({
  mu: tensor([-3, 3], [2, 1]),
  logVar: tensor([-2, -2], [2, 1]),
  logits: tensor([Math.log(0.2), Math.log(0.8)]),
});

test('as many are drawn from a cluster as its share, and at temperature 0 its mean', async () => {
  const drawn = prior.draw(params(), 4000, { temperature: 1, rng: createRng(1) });
  const above = drawn.dataSync().filter((z) => z > 0).length / 4000;
  expect(above).toBeCloseTo(0.8, 1);
  const still = prior.draw(params(), 50, { temperature: 0, rng: createRng(1) });
  expect(new Set(still.dataSync())).toEqual(new Set([-3, 3]));
  await leaksNothing(() => prior.init(createRng(1)) as never);
});

test('its density sums to 1', () => {
  const z = tensor(
    Array.from({ length: 401 }, (_, i) => (i - 200) / 20),
    [401, 1],
  );
  expect(sum(exp(prior.logDensity(params(), z))).dataSync()[0] / 20).toBeCloseTo(1, 5);
});
