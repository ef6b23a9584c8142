import {
  ConfigError,
  cpu,
  createRng,
  differentiate,
  type Params,
  scalar,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { agreement, infoNce, pairwiseInfoNce } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const names = ['a', 'b', 'c'] as const;
type Name = (typeof names)[number];
const { inputs, expected, provenance } = golden<
  Record<Name, number[]> & {
    shape: number[];
    logitScale: number;
    labels: string[];
    labelSmoothing: number;
    present: Record<Name, number[]>;
  },
  Record<'three modalities', { loss: number; gradients: Record<Name | 'logitScale', number[]> }>
>(`${__dirname}/golden/infoNce.json`);
const side = (name: Name) => tensor(inputs[name], inputs.shape);
const presence = (name: Name) => tensor(inputs.present[name], [8, 1]);
const options = () => ({
  logitScale: scalar(inputs.logitScale),
  targets: agreement(inputs.labels),
  labelSmoothing: inputs.labelSmoothing,
});
const value = (loss: Tensor): number => loss.dataSync()[0];

test(provenance, () => {
  const objective = (params: Params) => ({
    loss: pairwiseInfoNce(
      names.map((name) => ({ vectors: params[name] as Tensor, present: presence(name) })),
      { ...options(), logitScale: params['logitScale'] as Tensor },
    ),
    terms: {},
  });
  const params = {
    ...Object.fromEntries(names.map((name) => [name, side(name)])),
    logitScale: scalar(inputs.logitScale),
  };
  const { loss, gradients } = differentiate(objective, params, undefined, createRng(0));
  const want = expected['three modalities'];
  expect(value(loss)).toBeCloseTo(want.loss, 5);
  for (const name of [...names, 'logitScale'] as const) {
    const got = (gradients[name] as Tensor).dataSync();
    expectClose(got, want.gradients[name], { absolute: 1e-5, relative: 1e-4 });
  }
});

test('with everything everywhere it is the mean over pairs, for two modalities infoNce itself', () => {
  const [a, b, c] = names.map(side);
  const pairs = [infoNce(a, b, options()), infoNce(a, c, options()), infoNce(b, c, options())];
  const sides = [a, b, c].map((vectors) => ({ vectors }));
  const mean = pairs.reduce((sum, loss) => sum + value(loss), 0) / 3;
  expect(value(pairwiseInfoNce(sides, options()))).toBeCloseTo(mean, 5);
  expect(value(pairwiseInfoNce(sides.slice(0, 2), options()))).toBe(value(pairs[0]));
});

test('two modalities that never meet compare only with a third', () => {
  const [a, b, c] = names.map(side);
  const half = tensor([1, 1, 1, 1, 0, 0, 0, 0], [8, 1]);
  const other = tensor([0, 0, 0, 0, 1, 1, 1, 1], [8, 1]);
  const all = pairwiseInfoNce(
    [{ vectors: a, present: half }, { vectors: b, present: other }, { vectors: c }],
    options(),
  );
  const first = value(infoNce(a, c, { ...options(), present: half }));
  const second = value(infoNce(b, c, { ...options(), present: other }));
  expect(value(all)).toBeCloseTo((first + second) / 2, 5);
});

test('is 0 when no row has two modalities', () => {
  const lone = { vectors: side('a'), present: zeros([8, 1]) };
  const loss = pairwiseInfoNce([lone, lone, { vectors: side('b') }], options());
  expect(value(loss)).toBeCloseTo(0, 12);
});

test('its gradient matches differences, and nothing is left', async () => {
  const present = tensor([1, 0, 1, 1], [4, 1]);
  const shapes = { a: [4, 3], b: [4, 3], c: [4, 3], logitScale: [] };
  await gradientsMatchFiniteDifferences(
    ({ a, b, c, logitScale }) =>
      pairwiseInfoNce([{ vectors: a }, { vectors: b, present }, { vectors: c }], { logitScale }),
    shapes,
  );
  const sides = names.map((name) => ({ vectors: side(name), present: presence(name) }));
  const kept = options();
  await leaksNothing(() => pairwiseInfoNce(sides, kept));
});

test('one modality alone is refused', () => {
  const call = () => pairwiseInfoNce([{ vectors: side('a') }], options());
  expect(call).toThrow(ConfigError);
  expect(call).toThrow('there must be at least two modalities, got 1.');
});
