import {
  conv2dLayer,
  cpu,
  createRng,
  dense,
  differentiate,
  inference,
  leaves,
  mean,
  mul,
  type Params,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  iterateSpectral,
  minibatchDeviation,
  spectrallyNormalised,
  spectralVectors,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Plain {
  readonly shape: number[];
  readonly values: number[];
}
type Step = Record<'kernel' | 'normalised' | 'u' | 'v' | 'gradient', Plain>;

const { inputs, expected, provenance } = golden<
  Record<string, Record<string, never>>,
  Record<string, never>
>(`${__dirname}/golden/critic.json`);
const given = ({ values, shape }: Plain): Tensor => tensor(values, shape);
const close = (actual: Tensor, wanted: Plain): void => {
  expect(actual.shape).toEqual(wanted.shape);
  expectClose(actual.dataSync(), wanted.values, { absolute: 2e-5, relative: 1e-4 });
};

describe(provenance, () => {
  test.each([
    ['dense', dense(5, 3, { bias: false })],
    ['conv', conv2dLayer(2, 3, { size: 3, bias: false })],
  ])('spectral norm along a training: %s', (name, layer) => {
    const { start, x, target, rate } = inputs[name] as unknown as {
      start: Step;
      x: Plain;
      target: Plain;
      rate: number;
    };
    let params: Params = { layer: { kernel: given(start.kernel) } };
    let vectors: Params = { layer: { kernel: { u: given(start.u), v: given(start.v) } } };
    for (const step of expected[name] as Step[]) {
      vectors = iterateSpectral(params, vectors);
      const objective = (p: Params) => {
        const normal = spectrallyNormalised(p, vectors)['layer'] as Params;
        const y = layer.apply(normal, given(x), inference);
        return { loss: mean(square(sub(y, given(target)))) as Scalar, terms: {} };
      };
      const { gradients } = differentiate(objective, params, undefined, createRng(0));
      const read = (tree: Params): Tensor[] => leaves(tree).map(([, leaf]) => leaf);
      const [kernel] = read(params);
      const [gradient] = read(gradients);
      close(kernel, step.kernel);
      close(read(spectrallyNormalised(params, vectors))[0], step.normalised);
      close(read(vectors)[0], step.u);
      close(read(vectors)[1], step.v);
      close(gradient, step.gradient);
      params = { layer: { kernel: sub(kernel, mul(gradient, rate)) } };
    }
  });

  test.each([2, 3, 6])('minibatch deviation in groups of %d', async (group) => {
    const { x, weights } = inputs[`deviation ${group}`] as unknown as Record<string, Plain>;
    const { y, gradient } = expected[`deviation ${group}`] as Record<string, Plain>;
    close(minibatchDeviation(given(x), group), y);
    const [objective, params] = [
      (p: Params) => ({
        loss: sum(mul(minibatchDeviation(p['x'] as Tensor, group), given(weights))) as Scalar,
        terms: {},
      }),
      { x: given(x) },
    ];
    const { gradients } = differentiate(objective, params, undefined, createRng(0));
    close(gradients['x'] as Tensor, gradient);
  });
});

test('after enough iterations nothing is stretched by more than 1', () => {
  // Singular values 3 and 0.5, turned.
  const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
  const params = {
    kernel: tensor([3 * c, -0.5 * s, 3 * s, 0.5 * c], [2, 2]),
    bias: tensor([2, 5]),
  };
  const vectors = spectralVectors(params, createRng(4));
  const { kernel, bias } = spectrallyNormalised(params, vectors) as Record<string, Tensor>;
  expectClose(kernel.dataSync(), [c, -s / 6, s, c / 6], { absolute: 1e-5, relative: 1e-5 });
  expect([...bias.dataSync()]).toEqual([2, 5]);
  expect(leaves(vectors).map(([path]) => path)).toEqual(['kernel.u', 'kernel.v']);
});

test('minibatch deviation and spectral norm: gradients match differences, nothing is left', async () => {
  await gradientsMatchFiniteDifferences(({ x }) => minibatchDeviation(x, 2), { x: [4, 1, 2, 2] });
  const params = { kernel: tensor([1, 2, 3, 4, 5, 7], [3, 2]) };
  const vectors = spectralVectors(params, createRng(4));
  await gradientsMatchFiniteDifferences(
    ({ kernel }) => spectrallyNormalised({ kernel }, vectors)['kernel'] as Tensor,
    { kernel: [3, 2] },
    { range: [0.5, 1.5] },
  );
  await leaksNothing(() => spectralVectors(params, createRng(4)) as never);
  await leaksNothing(() => iterateSpectral(params, vectors) as never);
  await leaksNothing(() => spectrallyNormalised(params, vectors) as never);
});
