import {
  add,
  cpu,
  createRng,
  differentiate,
  gather,
  ones,
  type Params,
  ShapeError,
  scalar,
  sub,
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
  {
    a: number[];
    b: number[];
    shape: number[];
    logitScale: number;
    labels: string[];
    labelSmoothing: number;
    present: { a: number[]; b: number[] };
  },
  Record<'one positive' | 'several positives' | 'absent rows', Result>
>(`${__dirname}/golden/infoNce.json`);
const sides = () => ({
  a: tensor(inputs.a, inputs.shape),
  b: tensor(inputs.b, inputs.shape),
  logitScale: scalar(inputs.logitScale),
});

const absent = inputs.present.a.map((has, i) => 1 - has * inputs.present.b[i]);
const present = () =>
  tensor(
    absent.map((no) => 1 - no),
    [8, 1],
  );

describe(provenance, () => {
  test.each(['one positive', 'several positives', 'absent rows'] as const)('%s', (name) => {
    const targets = name === 'one positive' ? {} : { targets: agreement(inputs.labels) };
    const { labelSmoothing } = inputs;
    const rows = name === 'absent rows' ? { labelSmoothing, present: present() } : {};
    const objective = ({ a, b, logitScale: scale }: Params) => ({
      loss: infoNce(a as Tensor, b as Tensor, { logitScale: scale as Tensor, ...targets, ...rows }),
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

describe('absent rows', () => {
  const options = () => ({ logitScale: scalar(9), labelSmoothing: 0.2, present: present() });
  const gradientsOf = (params: Params) =>
    differentiate(
      ({ a, b }) => ({ loss: infoNce(a as Tensor, b as Tensor, options()), terms: {} }),
      params,
      undefined,
      createRng(0),
    );

  test('change nothing, whatever stands in them, and get no gradient at all', () => {
    const { a, b } = sides();
    const loud = tensor(
      absent.map((no) => 1e4 * no),
      [8, 1],
    );
    const quiet = gradientsOf({ a, b });
    const filled = gradientsOf({ a: add(a, loud), b: sub(b, loud) });
    expect(filled.loss.dataSync()).toEqual(quiet.loss.dataSync());
    for (const side of ['a', 'b'] as const) {
      const gradient = [...(filled.gradients[side] as Tensor).dataSync()];
      expect(gradient).toEqual([...(quiet.gradients[side] as Tensor).dataSync()]);
      const ofAbsent = gradient.filter((_, i) => absent[Math.floor(i / 5)] === 1);
      expect(ofAbsent.map(Math.abs)).toEqual(new Array(10).fill(0));
    }
  });

  test('when nothing is absent, the loss is the plain one', () => {
    const { a, b, logitScale } = sides();
    const plain = { logitScale, targets: agreement(inputs.labels), labelSmoothing: 0.1 };
    const value = infoNce(a, b, plain).dataSync()[0];
    expect(infoNce(a, b, { ...plain, present: ones([8, 1]) }).dataSync()[0]).toBeCloseTo(value, 5);
  });

  test('when all are absent, the loss and its gradient are 0', () => {
    const { a, b } = sides();
    const { loss, gradients } = differentiate(
      (p) => ({
        loss: infoNce(p['a'] as Tensor, b, { ...options(), present: zeros([8, 1]) }),
        terms: {},
      }),
      { a },
      undefined,
      createRng(0),
    );
    expect(loss.dataSync()[0]).toBeCloseTo(0, 12);
    expect([...(gradients['a'] as Tensor).dataSync()].map(Math.abs)).toEqual(Array(40).fill(0));
  });

  test('the gradient matches differences, and nothing is left', async () => {
    const some = tensor([1, 0, 1, 1], [4, 1]);
    await gradientsMatchFiniteDifferences(
      ({ a, b, logitScale }) => infoNce(a, b, { logitScale, labelSmoothing: 0.1, present: some }),
      { a: [4, 3], b: [4, 3], logitScale: [] },
    );
    const { a, b, logitScale } = sides();
    const kept = present();
    await leaksNothing(() => infoNce(a, b, { logitScale, present: kept }));
  });

  test('must be marked by one number a row', () => {
    const { a, b } = sides();
    const call = () => infoNce(a, b, { logitScale: scalar(1), present: ones([8]) });
    expect(call).toThrow('infoNce: present must have shape [8,1], got [8]. One number a pair.');
  });
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

test('agreement: a row without a label agrees with itself alone', () => {
  expect([...agreement([undefined, 'a', undefined]).dataSync()]).toEqual([
    1, 0, 0, 0, 1, 0, 0, 0, 1,
  ]);
});

test('sides of different shapes are refused', () => {
  const call = () => infoNce(zeros([2, 3]), zeros([2, 4]), { logitScale: scalar(1) });
  expect(call).toThrow(ShapeError);
  expect(call).toThrow('must have the same shape, got [2,3] and [2,4]. Project both to one dim');
});
