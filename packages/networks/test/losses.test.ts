import {
  cpu,
  createRng,
  differentiate,
  type Scalar,
  ShapeError,
  sum,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  ctcLoss,
  ctcTranscribe,
  lengthCrossEntropy,
  lengthMask,
  tokenCrossEntropy,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Plain {
  shape: number[];
  values: number[];
}
type Inputs = Record<'logits' | 'ids' | 'mask' | 'frameMask', Plain>;
const { inputs, expected, provenance } = golden<
  Record<string, Inputs>,
  Record<string, { loss: Plain; gradient: Plain }>
>(`${__dirname}/golden/losses.json`);

const tensorOf = ({ shape, values }: Plain, dtype: 'int32' | 'float32' = 'float32') =>
  tensor(values, shape, dtype);
const tensorsOf = ({ ids, mask, frameMask }: Inputs) => ({
  ...(ids && { ids: tensorOf(ids, 'int32') }),
  ...(frameMask && { frameMask: tensorOf(frameMask) }),
  mask: tensorOf(mask),
});
type Given = Record<'ids' | 'mask' | 'frameMask', Tensor>;
const ctc = (logits: Tensor, { frameMask, ids, mask }: Given) =>
  ctcLoss({ logits, mask: frameMask }, { ids, mask });
const losses: Record<string, (logits: Tensor, given: Given) => Tensor> = {
  ctc,
  'ctc, sure of itself': ctc,
  tokens: (logits, { ids, mask }) => tokenCrossEntropy(logits, ids, mask),
  lengths: (logits, { mask }) => lengthCrossEntropy(logits, mask),
};
const given = (name: string) => tensorsOf(inputs[name]) as Given;
const withIds = Object.keys(losses).filter((name) => name !== 'lengths');

describe(provenance, () => {
  test.each(Object.keys(losses))('%s: value and gradient', (name) => {
    const logits = tensorOf(inputs[name].logits);
    const loss = (x: Tensor) => losses[name](x, given(name));
    expectClose(loss(logits).dataSync(), expected[name].loss.values);
    const { gradients } = differentiate(
      (p) => ({ loss: sum(loss(p['logits'] as Tensor)) as Scalar, terms: {} }),
      { logits },
      undefined,
      createRng(0),
    );
    const close = { absolute: 2e-6, relative: 1e-4 };
    expectClose((gradients['logits'] as Tensor).dataSync(), expected[name].gradient.values, close);
  });

  test('holds every loss', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(losses));
  });

  test.each(withIds)('%s: what is padded changes nothing', (name) => {
    const { logits, ids, mask, frameMask } = inputs[name];
    const elsewhere = (plain: Plain, there: Plain, value: number): Plain => ({
      ...plain,
      values: plain.values.map((v, i) => {
        const at = Math.floor((i * there.values.length) / plain.values.length);
        return there.values[at] === 1 ? v : value;
      }),
    });
    const other = { ...inputs[name], ids: elsewhere(ids, mask, 3) };
    const noise = frameMask ? elsewhere(logits, frameMask, 9) : logits;
    expect([...losses[name](tensorOf(noise), tensorsOf(other) as Given).dataSync()]).toEqual([
      ...losses[name](tensorOf(logits), given(name)).dataSync(),
    ]);
  });

  test.each(Object.keys(losses))('%s: nothing is left', async (name) => {
    const logits = tensorOf(inputs[name].logits);
    const tensors = given(name);
    await leaksNothing(() => losses[name](logits, tensors));
  });
});

describe('ctc', () => {
  // Equal logits: the sums over alignments have ties.
  test.each([
    ['', [-1, 1]],
    [', equal logits', [0.5, 0.5]],
  ] as const)('its gradient matches differences%s', (_, range) => {
    const frameMask = tensor([1, 1, 1, 1, 1, 1, 1, 0], [2, 4]);
    const text = { ids: tensor([1, 1, 2, 0], [2, 2], 'int32'), mask: tensor([1, 1, 1, 0], [2, 2]) };
    return gradientsMatchFiniteDifferences(
      ({ logits }) => ctcLoss({ logits, mask: frameMask }, text),
      { logits: [2, 4, 3] },
      { range },
    );
  });

  test('hundreds of frames of certainty stay finite and exact', () => {
    // Every frame is sure of a blank, and the text is one token: −log of 300 ways to say it once, nearly.
    const values = Float32Array.from({ length: 300 * 2 }, (_, i) => (i % 2 === 0 ? 40 : 0));
    const frames = {
      logits: tensor(values, [1, 300, 2]),
      mask: tensor(Array(300).fill(1), [1, 300]),
    };
    const text = { ids: tensor([1], [1, 1], 'int32'), mask: tensor([1], [1, 1]) };
    expect(ctcLoss(frames, text).dataSync()[0]).toBeCloseTo(40 - Math.log(300), 4);
  });

  test('reads the best path', async () => {
    const said = [
      [0, 3, 3, 0, 3, 2, 2, 1],
      [1, 1, 1, 2, 0, 0, 3, 3],
      [0, 0, 0, 0, 0, 0, 0, 0],
    ];
    const values = said.flat().flatMap((id) => [0, 1, 2, 3].map((i) => (i === id ? 2 : -1)));
    const mask = [Array(8).fill(1), [1, 1, 1, 1, 1, 1, 0, 0], Array(8).fill(1)].flat();
    const frames = { logits: tensor(values, [3, 8, 4]), mask: tensor(mask, [3, 8]) };
    expect(await ctcTranscribe(frames)).toEqual([[3, 3, 2, 1], [1, 2], []]);
    await leaksNothing(async () => {
      await ctcTranscribe(frames);
      return [];
    });
  });
});

test('the gradient of lengthCrossEntropy matches differences', () =>
  gradientsMatchFiniteDifferences(
    ({ logits }) => lengthCrossEntropy(logits, tensor([1, 1, 0, 1, 1, 1], [2, 3])),
    { logits: [2, 3] },
  ));

test('a sound without frames has no length to be surprised at', () => {
  expect(lengthCrossEntropy(zeros([1, 3]), zeros([1, 3])).dataSync()[0]).toBeCloseTo(0);
});

test('the mask of the most probable length is the one whose surprise is least', async () => {
  const logits = tensor([0, 3, 1, -5, -1, -2, 0, 0, 7], [3, 3]);
  const mask = lengthMask(logits);
  expect([...mask.dataSync()]).toEqual([1, 1, 0, 1, 1, 0, 1, 1, 1]);
  const least = lengthCrossEntropy(logits, mask).dataSync();
  for (const frames of [1, 2, 3]) {
    const other = tensor(
      [0, 1, 2].flatMap(() => [0, 1, 2].map((t) => Number(t < frames))),
      [3, 3],
    );
    lengthCrossEntropy(logits, other)
      .dataSync()
      .forEach((surprise, row) => {
        expect(surprise).toBeGreaterThanOrEqual(least[row]);
      });
  }
  await leaksNothing(() => lengthMask(logits));
});

test('the gradient of tokenCrossEntropy matches differences', () => {
  const ids = tensor([2, 1, 0, 2, 2, 0], [2, 3], 'int32');
  const mask = tensor([1, 1, 1, 1, 1, 0], [2, 3]);
  return gradientsMatchFiniteDifferences(({ logits }) => tokenCrossEntropy(logits, ids, mask), {
    logits: [2, 3, 3],
  });
});

test('shapes that do not belong together are refused', () => {
  const [ids, mask] = [zeros([2, 3], 'int32'), zeros([2, 3])];
  expect(() => tokenCrossEntropy(zeros([2, 4, 5]), ids, mask)).toThrow(ShapeError);
  expect(() => ctcLoss({ logits: zeros([2, 4, 5]), mask }, { ids, mask })).toThrow(
    'ctcLoss: the frames’ mask must have shape [2,4], got [2,3].',
  );
  expect(() => lengthCrossEntropy(zeros([2, 4]), mask)).toThrow(ShapeError);
  expect(() => lengthMask(zeros([2, 4, 5]))).toThrow(ShapeError);
});
