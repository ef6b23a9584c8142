import { wasm } from '@xm/backend-wasm';
import {
  add,
  ConfigError,
  conv2d,
  cpu,
  createRng,
  differentiate,
  layerNormalise,
  leakyRelu,
  matMul,
  mul,
  type Params,
  reshape,
  type Scalar,
  ShapeError,
  sigmoid,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  attributeEntropy,
  contrast,
  criticLoss,
  featureDistance,
  generatorLoss,
  hinge,
  mismatch,
  modeSeeking,
  nonSaturating,
  r1Penalty,
} from '../src/index.ts';

// Other programs may take the processor meanwhile.
jest.setTimeout(30_000);

interface Plain {
  readonly shape: number[];
  readonly values: number[];
}
type At = Record<string, Tensor>;

const { inputs, expected, provenance } = golden<
  Record<string, { wrt: Record<string, Plain> } & Record<string, Plain>>,
  Record<string, { value: number; gradients: Record<string, Plain> }>
>(`${__dirname}/golden/losses.json`);
const given = ({ values, shape }: Plain): Tensor => tensor(values, shape);

const space = (): Tensor => given(inputs['contrast']['space']);

/** The critic of the golden file: convolutions of stride 1 and 2, a norm over channels, leaky ReLU. */
const critic =
  ({ first, second, gain, bias, score }: At) =>
  (x: Tensor) => {
    const fine = leakyRelu(conv2d(x as never, first as never, 1, 'same'), 0.2);
    const coarse = conv2d(layerNormalise(fine, gain, bias) as never, second as never, 2, 'same');
    return matMul(reshape(leakyRelu(coarse, 0.2), [x.shape[0], -1]), score as never) as Tensor;
  };

const losses: Record<string, (at: At) => Scalar> = {
  'nonSaturating critic': ({ real, fake }) => criticLoss(nonSaturating, { real, fake }),
  'nonSaturating generator': ({ fake }) => generatorLoss(nonSaturating, fake),
  'hinge critic': ({ real, fake }) => criticLoss(hinge, { real, fake }),
  'hinge generator': ({ fake }) => generatorLoss(hinge, fake),
  'matching aware': ({ real, fake, mismatched }) => {
    const differs = given(inputs['matching aware']['differs']);
    return criticLoss(nonSaturating, { real, fake, mismatched, differs });
  },
  attributeEntropy: ({ logits }) =>
    attributeEntropy(logits, given(inputs['attributeEntropy']['labels']), [3, 2]),
  modeSeeking: ({ a, b, za, zb }) => modeSeeking({ fakes: [a, b], noise: [za, zb] }),
  featureDistance: ({ fake }) => featureDistance(fake, space()),
  contrast: ({ fake }) => contrast(fake, space(), { logitScale: 3.5 }),
  'contrast, repeated': ({ fake }) => {
    const targets = given(inputs['contrast, repeated']['targets']);
    return contrast(fake, space(), { logitScale: 3.5, targets });
  },
  r1Penalty: ({ x, ...params }) => r1Penalty(critic(params), x, 0.7),
};

describe.each(['cpu', 'wasm'])(`${provenance}, on %s`, (backend) => {
  beforeAll(() => useBackend([backend === 'cpu' ? cpu() : wasm({ threads: 2 })]));

  test.each(Object.entries(losses))('%s', (name, loss) => {
    const wrt = Object.entries(inputs[name].wrt).map(([key, plain]) => [key, given(plain)]);
    const params = Object.fromEntries(wrt) as Params;
    const objective = (p: Params) => ({ loss: loss(p as At), terms: {} });
    const found = differentiate(objective, params, undefined, createRng(0));
    expectClose(found.loss.dataSync(), [expected[name].value], { absolute: 1e-5, relative: 1e-5 });
    for (const [key, gradient] of Object.entries(expected[name].gradients)) {
      const tolerance = { absolute: 5e-5, relative: 1e-4 };
      expectClose((found.gradients[key] as Tensor).dataSync(), gradient.values, tolerance);
    }
  });
});

describe('on the reference', () => {
  beforeAll(() => useBackend([cpu()]));

  test.each([
    ['nonSaturating critic', { real: [3, 1], fake: [3, 1] }, [-1, 1]],
    ['nonSaturating generator', { fake: [3, 1] }, [-1, 1]],
    // Within its corners at −1 and 1.
    ['hinge critic', { real: [3, 1], fake: [3, 1] }, [-0.9, 0.9]],
    ['hinge generator', { fake: [3, 1] }, [-1, 1]],
    ['matching aware', { real: [4, 1], fake: [4, 1], mismatched: [4, 1] }, [-1, 1]],
    ['attributeEntropy', { logits: [4, 5] }, [-1, 1]],
    ['featureDistance', { fake: [4, 6] }, [-1, 1]],
    ['contrast, repeated', { fake: [4, 6] }, [-1, 1]],
  ] as const)('%s: its gradient matches differences', (name, shapes, range) =>
    gradientsMatchFiniteDifferences((at) => losses[name](at), shapes as never, { range }),
  );

  test('r1Penalty: its gradient by params and pictures matches differences', () =>
    gradientsMatchFiniteDifferences(
      ({ x, w }) => r1Penalty((at) => matMul(sigmoid(at) as never, w as never) as Tensor, x, 2),
      { x: [3, 4], w: [4, 1] },
    ));

  test('modeSeeking: its gradient matches differences, away from equal draws', () =>
    gradientsMatchFiniteDifferences(
      ({ a, b, za, zb }) => modeSeeking({ fakes: [add(a, 2), b], noise: [add(za, 2), zb] }),
      { a: [2, 3], b: [2, 3], za: [2, 2], zb: [2, 2] },
      { range: [-0.5, 0.5] },
    ));

  test('the penalty is counted per example, over all axes but the batch', () => {
    // D(x) = Σ 3x over 4 pixels: the slope is 3 in each, |slope|² = 36, and twice the batch changes nothing.
    const linear = (x: Tensor) => matMul(reshape(x, [x.shape[0], 4]), tensor([3, 3, 3, 3], [4, 1]));
    for (const batch of [1, 2, 5]) {
      const penalty = r1Penalty(linear as never, zeros([batch, 2, 2, 1]), 0.5);
      expectClose(penalty.dataSync(), [0.25 * 36]);
    }
  });

  test('a critic that knows nothing pays 2·ln 2, and 2 by hinge', () => {
    const [real, fake] = [zeros([3, 1]), zeros([3, 1])];
    expectClose(criticLoss(nonSaturating, { real, fake }).dataSync(), [2 * Math.LN2]);
    expectClose(criticLoss(hinge, { real, fake }).dataSync(), [2]);
  });

  test('nothing flows into the real features and the anchors', () => {
    const [fake, real] = [space(), mul(space(), 0.5)];
    const objective = (p: Params) => ({
      loss: add(
        featureDistance(p['fake'] as Tensor, p['real'] as Tensor),
        contrast(p['fake'] as Tensor, p['real'] as Tensor, { logitScale: 2 }),
      ) as Scalar,
      terms: {},
    });
    const { gradients } = differentiate(objective, { fake, real }, undefined, createRng(0));
    const largest = (name: string) =>
      Math.max(...Array.from((gradients[name] as Tensor).dataSync(), Math.abs));
    expect(largest('fake')).toBeGreaterThan(0.1);
    expect(largest('real')).toBe(0);
  });

  test('a fake that shows nothing of its condition costs ln(batch)', () => {
    expectClose(contrast(zeros([4, 6]), space(), { logitScale: 9 }).dataSync(), [Math.log(4)]);
  });

  test('pairs that match by chance are no mismatch', () => {
    const condition = tensor([1, 0, 1, 0, 0, 1, 0, 1], [4, 2]);
    const { condition: other, differs } = mismatch(condition);
    expect([...other.dataSync()]).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect([...differs.dataSync()]).toEqual([1, 0, 1, 0]);
    // A single example has no other.
    const alone = mismatch(tensor([3, 4], [1, 2]));
    expect([...alone.condition.dataSync(), ...alone.differs.dataSync()]).toEqual([3, 4, 0]);
    // With nothing but equal conditions the term is 0, not NaN.
    const one = mismatch(tensor([1, 0, 1, 0], [2, 2]));
    const scores = { real: zeros([2, 1]), fake: zeros([2, 1]), mismatched: zeros([2, 1]) };
    const loss = criticLoss(nonSaturating, { ...scores, differs: one.differs });
    expectClose(loss.dataSync(), [1.5 * Math.LN2]);
  });

  test('nothing is left', async () => {
    for (const [name, loss] of Object.entries(losses)) {
      const at = Object.fromEntries(
        Object.entries(inputs[name].wrt).map(([key, plain]) => [key, given(plain)]),
      );
      // Some of them make their own labels.
      if (Object.keys(inputs[name]).length === 1) await leaksNothing(() => loss(at));
    }
    const [rows, targets] = [space(), given(inputs['contrast']['targets'])];
    await leaksNothing(() => featureDistance(rows, rows));
    await leaksNothing(() => contrast(rows, rows, { logitScale: 2, targets }));
    const condition = tensor([1, 0, 1, 0, 0, 1], [3, 2]);
    await leaksNothing(() => ({ ...mismatch(condition) }));
    await leaksNothing(() => attributeEntropy(condition, condition));
    const scores = tensor([1, 2, 3], [3, 1]);
    const parts = { real: scores, fake: scores, mismatched: scores, differs: scores };
    await leaksNothing(() => criticLoss(hinge, parts));
  });

  test('what does not fit is refused', () => {
    const scores = zeros([3, 1]);
    expect(() => criticLoss(hinge, { real: zeros([3]), fake: scores })).toThrow(ShapeError);
    expect(() => generatorLoss(hinge, zeros([3, 2]))).toThrow('One score an example.');
    expect(() => featureDistance(zeros([2, 3]), zeros([2, 4]))).toThrow('from one encoder');
    expect(() => contrast(zeros([2, 3]), zeros([3, 3]), { logitScale: 1 })).toThrow(ShapeError);
    const targets = zeros([3, 2]);
    expect(() => contrast(zeros([2, 3]), zeros([2, 3]), { logitScale: 1, targets })).toThrow(
      'contrast: targets',
    );
    expect(() => attributeEntropy(zeros([2, 3]), zeros([2, 4]))).toThrow(ShapeError);
    expect(() => attributeEntropy(zeros([2, 5]), zeros([2, 5]), [3, 3])).toThrow(ConfigError);
    expect(() =>
      modeSeeking({ fakes: [zeros([2, 3]), zeros([3, 3])], noise: [scores, scores] }),
    ).toThrow('Generate both from the same conditions.');
  });
});
