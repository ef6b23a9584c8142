import { add, cpu, createRng, type Tensor, tensor, useBackend } from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  klBetweenNormals,
  klPerLatent,
  klToStandardLaplace,
  klToStandardNormal,
  laplaceLogDensity,
  normalLogDensity,
  sampleLaplace,
  sampleNormal,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

type Name = 'x' | 'mu' | 'logVar' | 'logScale' | 'otherMu' | 'otherLogVar';
const { inputs, expected, provenance } = golden<
  Record<Name, number[]> & { shape: number[] },
  Record<string, number[]>
>(`${__dirname}/golden/distributions.json`);
const given = (name: Name): Tensor => tensor(inputs[name], inputs.shape);

/** Every function here, of one set of named inputs. */
const functions: Record<string, (at: (name: Name) => Tensor) => Tensor> = {
  normalLogDensity: (at) => normalLogDensity(at('x'), { mu: at('mu'), logVar: at('logVar') }),
  klPerLatent: (at) => klPerLatent({ mu: at('mu'), logVar: at('logVar') }),
  klToStandardNormal: (at) => klToStandardNormal({ mu: at('mu'), logVar: at('logVar') }),
  klBetweenNormals: (at) =>
    klBetweenNormals(
      { mu: at('mu'), logVar: at('logVar') },
      { mu: at('otherMu'), logVar: at('otherLogVar') },
    ),
  laplaceLogDensity: (at) => laplaceLogDensity(at('x'), { mu: at('mu'), logScale: at('logScale') }),
  klToStandardLaplace: (at) => klToStandardLaplace({ mu: at('mu'), logScale: at('logScale') }),
};

describe(provenance, () => {
  test.each(Object.entries(functions))('%s', (name, f) => {
    expectClose(f(given).dataSync(), expected[name], { absolute: 1e-5, relative: 1e-5 });
  });
});

// Away from the corners of |x − mu|, where there is no derivative.
const range = { normal: [-1, 1], laplace: [0.2, 0.9] } as const;
test.each(Object.entries(functions))('%s: its gradient matches differences', async (name, f) => {
  const isLaplace = name.toLowerCase().includes('laplace');
  const names: Name[] = isLaplace
    ? ['x', 'mu', 'logScale']
    : ['x', 'mu', 'logVar', 'otherMu', 'otherLogVar'];
  const used = names.filter((one) => uses(f, one));
  await gradientsMatchFiniteDifferences(
    (at) => f((one) => (isLaplace && one === 'x' ? add(at[one], 2) : at[one])),
    Object.fromEntries(used.map((one) => [one, [2, 3]])),
    { range: isLaplace ? range.laplace : range.normal },
  );
});

test('nothing is left', async () => {
  const names: Name[] = ['x', 'mu', 'logVar', 'logScale', 'otherMu', 'otherLogVar'];
  const tensors = Object.fromEntries(names.map((name) => [name, given(name)]));
  for (const f of Object.values(functions)) await leaksNothing(() => f((name) => tensors[name]));
});

test('draws have the mean and the deviation that they should, and gradients pass through them', async () => {
  const count = 20_000;
  const row = (value: number): Tensor => tensor(new Float32Array(count).fill(value), [count, 1]);
  const moments = (draws: ArrayLike<number>) => {
    const mean = Array.from(draws).reduce((a, b) => a + b, 0) / count;
    const variance = Array.from(draws).reduce((a, b) => a + (b - mean) ** 2, 0) / count;
    return { mean, deviation: Math.sqrt(variance) };
  };
  const normal = moments(
    sampleNormal({ mu: row(3), logVar: row(Math.log(4)) }, createRng(1)).dataSync(),
  );
  expect(normal.mean).toBeCloseTo(3, 1);
  expect(normal.deviation).toBeCloseTo(2, 1);
  const laplace = moments(
    sampleLaplace({ mu: row(-1), logScale: row(Math.log(0.5)) }, createRng(2)).dataSync(),
  );
  expect(laplace.mean).toBeCloseTo(-1, 1);
  expect(laplace.deviation).toBeCloseTo(0.5 * Math.SQRT2, 1);
  const shapes = { mu: [2, 3], spread: [2, 3] };
  await gradientsMatchFiniteDifferences(
    ({ mu, spread }) => sampleNormal({ mu, logVar: spread }, createRng(3)),
    shapes,
  );
  await gradientsMatchFiniteDifferences(
    ({ mu, spread }) => sampleLaplace({ mu, logScale: spread }, createRng(3)),
    shapes,
  );
});

test('the noise has the shape of mu, and the same stream gives the same draw', () => {
  const q = { mu: given('mu'), logVar: given('logVar') };
  expect(sampleNormal(q, createRng(5)).shape).toEqual(inputs.shape);
  expect(sampleNormal(q, createRng(5)).dataSync()).toEqual(
    sampleNormal(q, createRng(5)).dataSync(),
  );
});

function uses(f: (at: (name: Name) => Tensor) => Tensor, name: Name): boolean {
  let used = false;
  f((one) => {
    used ||= one === name;
    return given(one);
  });
  return used;
}
