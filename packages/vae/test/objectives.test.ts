import {
  cpu,
  createRng,
  differentiate,
  fromLeaves,
  leaves,
  type Objective,
  type Params,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import type { MethodConfig, Modality, VaeBatch } from '../src/index.ts';
import { type LinearChannel, linearVae } from './linearVae.ts';
import { type Plain, treeOf } from './plainTree.ts';

beforeAll(() => useBackend([cpu()]));

/** Some private latents, none, or some of each modality, that shared ones lie above. */
type Latents = 'private' | 'plain' | 'below';

interface Inputs {
  readonly shared: number;
  readonly seed: number;
  readonly options: { readonly beta: number; readonly sharedBeta: number };
  readonly channels: Record<string, Omit<LinearChannel, 'latents'>>;
  readonly latents: Record<Latents, Record<string, number>>;
  readonly present: Record<string, number[]>;
  readonly x: Record<string, Plain>;
  readonly params: Record<Latents, Record<string, Plain>>;
  readonly cases: {
    readonly method: MethodConfig;
    readonly params: Latents;
    readonly own: Plain;
  }[];
}

const { inputs, expected } = golden<Inputs, { readonly losses: number[] }>(
  `${__dirname}/golden/objectives.json`,
);
const { shared, seed, channels, options, present, x } = inputs;
const numberOf = (t: Tensor): number => t.dataSync()[0];

/** Of each modality the rows of those that have it, as the golden values miss them. */
function batchOf(modalities: readonly Modality[]): VaeBatch {
  const parts = modalities.map((modality) => {
    const { shape, values } = x[modality] as { shape: number[]; values: number[] };
    const there = present[modality].flatMap((isThere, row) => (isThere ? [row] : []));
    const rows = there.flatMap((row) => values.slice(row * shape[1], (row + 1) * shape[1]));
    const places = present[modality].flatMap((_, row) => there.map((at) => Number(at === row)));
    const gap = {
      present: tensor(present[modality], [shape[0], 1]),
      places: tensor(places, [shape[0], there.length]),
    };
    return { modality, x: tensor(rows, [there.length, shape[1]]), gap };
  });
  return {
    ...Object.fromEntries(parts.map((part) => [part.modality, part.x])),
    gaps: Object.fromEntries(parts.map(({ modality, gap }) => [modality, gap])),
  };
}

interface Model {
  readonly objective: Objective<VaeBatch>;
  readonly params: Params;
  readonly batch: VaeBatch;
}

/** The model of a case, its params, and a batch. */
function modelOf({ method, params, own }: Inputs['cases'][number], told = options): Model {
  const known = (method.kind === 'vae' ? ['text'] : Object.keys(channels)) as Modality[];
  const some = Object.fromEntries(
    known.map((one) => [one, { ...channels[one], latents: inputs.latents[params][one] }]),
  );
  const sides = Object.fromEntries(known.map((one) => [one, treeOf(inputs.params[params][one])]));
  const model = linearVae(method, shared, some);
  const { beta } = told;
  return {
    objective: model.objective(model.method.takes.includes('sharedBeta') ? told : { beta }),
    params: { ...sides, ...(Object.keys(own).length > 0 && { method: treeOf(own) }) } as Params,
    batch: batchOf(known),
  };
}

const named = inputs.cases.map((one, i): [string, typeof one, number] => [
  `${JSON.stringify(one.method)}, ${one.params}`,
  one,
  expected.losses[i],
]);

test.each(named)('%s is what its equation says', (_, one, loss) => {
  const { objective, params, batch } = modelOf(one);
  expect(numberOf(objective(params, batch, createRng(seed)).loss) / loss).toBeCloseTo(1, 5);
});

const ownGradient = ({ method }: Inputs['cases'][number]): boolean =>
  'bound' in method && method.bound === 'dreg';

/** What the loss depends on past a stop that differences do not know of. */
const isStopped = ({ method }: Inputs['cases'][number], path: string): boolean =>
  (method.kind === 'jnf' && path.startsWith('method.joint')) ||
  (method.kind === 'nexus' && path.includes('.own.'));

type Gradients = readonly (readonly [string, Float32Array])[];

const gradientsOf = ({ objective, params, batch }: Model): Gradients =>
  leaves(differentiate(objective, params, batch, createRng(seed)).gradients).map(
    ([path, leaf]) => [path, leaf.dataSync() as Float32Array] as const,
  );

/** By differences, how steep the loss is along some gradients, over their length: 1 where they are right. */
function steepness({ objective, params, batch }: Model, moving: Gradients): number {
  const g = new Map(moving);
  const norm = Math.hypot(...moving.flatMap(([, values]) => [...values]));
  const at = (h: number): number => {
    const moved = leaves(params).map(([path, leaf]): [string, Tensor] => {
      const way = g.get(path);
      const values = leaf.dataSync().map((v, i) => v + (way ? (h / norm) * way[i] : 0));
      return [path, tensor(values, leaf.shape)];
    });
    return numberOf(objective(fromLeaves(moved), batch, createRng(seed)).loss);
  };
  const slope = (h: number): number => (at(h) - at(-h)) / (2 * h);
  return (4 * slope(0.005) - slope(0.01)) / 3 / norm;
}

test.each(named.filter(([, one]) => !ownGradient(one)))(
  'the gradient of %s matches differences',
  async (_, one) => {
    const model = modelOf(one);
    const gradients = gradientsOf(model);
    for (const [path, values] of gradients) {
      expect([path, values.some((v) => v !== 0)]).toEqual([path, true]);
    }
    const moving = gradients.filter(([path]) => !isStopped(one, path));
    expect(steepness(model, moving)).toBeCloseTo(1, 2);
    const { objective, params, batch } = model;
    await leaksNothing(() => objective(params, batch, createRng(seed)) as never);
  },
);

test('flows that learn from the joint encoder do not move it: its gradient is that of its own bound', () => {
  const [, one] = named.find(([, { method }]) => method.kind === 'jnf')!;
  const gradientOf = (method: MethodConfig): Gradients => {
    const model = modelOf({ ...one, method });
    const { joint } = model.params['method'] as Record<string, Params>;
    const told = method.kind === 'jnf' ? model.params : { ...model.params, method: { joint } };
    const gradients = gradientsOf({ ...model, params: told });
    return gradients.filter(([path]) => path.startsWith('method.joint'));
  };
  const { width } = one.method as { readonly width: number };
  expect(gradientOf(one.method)).toHaveLength(10);
  expect(gradientOf(one.method)).toEqual(gradientOf({ kind: 'jmvae', alpha: 0, width }));
});

test('what lies above does not move what lies below: its gradient is that of models apart', () => {
  const [, one] = named.findLast(([, { method }]) => method.kind === 'nexus')!;
  const nothing = { image: 0, text: 0, speech: 0 };
  const apart = modelOf(
    { ...one, method: { ...one.method, gammas: nothing } as MethodConfig },
    { ...options, sharedBeta: 0 },
  );
  const below = (model: Model): Gradients =>
    gradientsOf(model).filter(([path]) => !path.startsWith('method'));
  expect(below(apart)).toHaveLength(18);
  expect(below(modelOf(one))).toEqual(below(apart));
  expect(steepness(apart, below(apart))).toBeCloseTo(1, 2);
});
