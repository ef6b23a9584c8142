import {
  cpu,
  createRng,
  differentiate,
  gather,
  type Params,
  ShapeError,
  scalar,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { agreement, infoNce } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Result {
  loss: number;
  gradients: Record<'a' | 'b' | 'logitScale', number[]>;
}
const { inputs, expected, provenance } = golden<
  { a: number[]; b: number[]; shape: number[]; logitScale: number; labels: string[] },
  Record<'one positive' | 'several positives', Result>
>(`${__dirname}/golden/infoNce.json`);
const sides = () => ({
  a: tensor(inputs.a, inputs.shape),
  b: tensor(inputs.b, inputs.shape),
  logitScale: scalar(inputs.logitScale),
});

describe(provenance, () => {
  test.each(['one positive', 'several positives'] as const)('%s', (name) => {
    const targets = name === 'one positive' ? {} : { targets: agreement(inputs.labels) };
    const objective = ({ a, b, logitScale }: Params) => ({
      loss: infoNce(a as Tensor, b as Tensor, { logitScale: logitScale as Tensor, ...targets }),
      terms: {},
    });
    const { loss, gradients } = differentiate(objective, sides(), undefined, createRng(0));
    expect(loss.dataSync()[0]).toBeCloseTo(expected[name].loss, 5);
    for (const side of ['a', 'b', 'logitScale'] as const) {
      const want = expected[name].gradients[side];
      expectClose((gradients[side] as Tensor).dataSync(), want, { absolute: 1e-5, relative: 1e-4 });
    }
  });
});

test('is ln(batch) when the rows carry no information', () => {
  const targets = agreement(inputs.labels);
  const options = { logitScale: scalar(14), targets };
  expect(infoNce(zeros([8, 5]), zeros([8, 5]), options).dataSync()[0]).toBeCloseTo(Math.log(8), 5);
});

test('permuting the pairs changes nothing', () => {
  const { a, b, logitScale } = sides();
  const order = tensor([3, 1, 7, 0, 2, 6, 5, 4], [8], 'int32');
  const turned = [a, b].map((x) => gather(x, order as never));
  const value = infoNce(turned[0], turned[1], { logitScale }).dataSync()[0];
  expect(value).toBeCloseTo(expected['one positive'].loss, 5);
});

test('its gradient matches differences, and nothing is left', async () => {
  const shapes = { a: [4, 3], b: [4, 3], logitScale: [] };
  await gradientsMatchFiniteDifferences(
    ({ a, b, logitScale }) => infoNce(a, b, { logitScale, labelSmoothing: 0.1 }),
    shapes,
  );
  const { a, b, logitScale } = sides();
  await leaksNothing(() => infoNce(a, b, { logitScale }));
});

test('agreement: equal labels share a row evenly', () => {
  const third = Math.fround(1 / 3);
  const rows = [third, 0, third, third, 0, 1, 0, 0, third, 0, third, third, third, 0, third, third];
  expect([...agreement(['a', 'b', 'a', 'a']).dataSync()]).toEqual(rows);
});

test('sides of different shapes are refused', () => {
  const call = () => infoNce(zeros([2, 3]), zeros([2, 4]), { logitScale: scalar(1) });
  expect(call).toThrow(ShapeError);
  expect(call).toThrow('must have the same shape, got [2,3] and [2,4]. Project both to one dim');
});
