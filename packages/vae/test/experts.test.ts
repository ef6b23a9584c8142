import {
  ConfigError,
  cpu,
  createRng,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { productWithPrior } from '../src/experts/productOfExperts.ts';
import { type Expert, mixtureOfExperts, productOfExperts } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected, provenance } = golden<
  { shape: number[]; experts: { mu: number[]; logVar: number[]; present: number[] }[] },
  { productOfExperts: { mu: number[]; logVar: number[] } }
>(`${__dirname}/golden/distributions.json`);
const experts = (): Expert[] =>
  inputs.experts.map(({ mu, logVar, present }) => ({
    mu: tensor(mu, inputs.shape),
    logVar: tensor(logVar, inputs.shape),
    present: tensor(present, [present.length, 1]),
  }));
const close = (got: Tensor, want: ArrayLike<number>): void =>
  expectClose(got.dataSync(), want, { absolute: 1e-5, relative: 1e-5 });

test(`productOfExperts: ${provenance}`, () => {
  const { mu, logVar } = productOfExperts(experts());
  close(mu, expected.productOfExperts.mu);
  close(logVar, expected.productOfExperts.logVar);
});

test('the order of the experts does not matter, and absent ones change nothing', () => {
  const [a, b, c] = experts();
  const { mu, logVar } = productOfExperts([c, a, b]);
  close(mu, expected.productOfExperts.mu);
  close(logVar, expected.productOfExperts.logVar);
  const nobody = { ...a, present: tensor([0, 0, 0], [3, 1]) };
  close(productOfExperts([a, b, c, nobody]).mu, expected.productOfExperts.mu);
});

test('without any modality the product is the prior: the prior counts once', () => {
  const row = inputs.shape[1];
  const { mu, logVar } = productOfExperts(experts());
  expect([...mu.dataSync().slice(2 * row)]).toEqual(Array(row).fill(0));
  expect(
    Math.max(
      ...logVar
        .dataSync()
        .slice(2 * row)
        .map(Math.abs),
    ),
  ).toBe(0);
});

test('a prior that is told counts as one more expert', () => {
  const [a, b, c] = experts();
  const standard = { mu: zeros(inputs.shape), logVar: zeros(inputs.shape) };
  close(productWithPrior([a, b, c], standard).mu, expected.productOfExperts.mu);
  close(productWithPrior([a, b, c], standard).logVar, expected.productOfExperts.logVar);
  const product = productOfExperts([a, b]);
  const { mu, logVar } = productWithPrior([c], product);
  close(mu, expected.productOfExperts.mu);
  close(logVar, expected.productOfExperts.logVar);
});

test('the mixture takes each present expert about equally often, an absent one never', () => {
  const count = 3000;
  const expert = (mu: number, isThere: (row: number) => boolean): Expert => ({
    mu: tensor(new Float32Array(count).fill(mu), [count, 1]),
    logVar: tensor(new Float32Array(count).fill(-mu), [count, 1]),
    present: tensor(
      Float32Array.from({ length: count }, (_, i) => (isThere(i) ? 1 : 0)),
      [count, 1],
    ),
  });
  const { mu, logVar } = mixtureOfExperts(
    [expert(1, () => true), expert(2, (i) => i < 1500), expert(3, () => true)],
    createRng(4),
  );
  const drawn = [...mu.dataSync()];
  expect([...logVar.dataSync()]).toEqual(drawn.map((x) => -x));
  const share = (rows: number[], which: number): number =>
    rows.filter((x) => x === which).length / rows.length;
  expect(share(drawn.slice(1500), 2)).toBe(0);
  for (const which of [1, 2, 3]) expect(share(drawn.slice(0, 1500), which)).toBeCloseTo(1 / 3, 1);
  expect(share(drawn.slice(1500), 1)).toBeCloseTo(1 / 2, 1);
});

test('gradients match differences, and nothing is left', async () => {
  const shapes = { mu: [2, 3], logVar: [2, 3], other: [2, 3] };
  const both = (at: Record<string, Tensor>): Expert[] => [
    { mu: at['mu'], logVar: at['logVar'], present: tensor([1, 0], [2, 1]) },
    { mu: at['other'], logVar: at['mu'], present: tensor([1, 1], [2, 1]) },
  ];
  await gradientsMatchFiniteDifferences((at) => productOfExperts(both(at)).mu, shapes);
  await gradientsMatchFiniteDifferences(
    ({ mu, logVar }) => productOfExperts(both({ mu, logVar, other: mu })).logVar,
    { mu: [2, 3], logVar: [2, 3] },
  );
  await gradientsMatchFiniteDifferences(
    ({ mu, other }) => mixtureOfExperts(both({ mu, other, logVar: mu }), createRng(1)).mu,
    { mu: [2, 3], other: [2, 3] },
  );
  const some = experts();
  await leaksNothing(() => Object.values(productOfExperts(some)));
  await leaksNothing(() => Object.values(mixtureOfExperts(some, createRng(1))));
});

test('no experts at all, or others about other latents, are refused', () => {
  expect(() => productOfExperts([])).toThrow(ConfigError);
  const [a] = experts();
  expect(() => productOfExperts([a, { ...a, mu: tensor([1], [1, 1]) }])).toThrow(/same latents/);
});
