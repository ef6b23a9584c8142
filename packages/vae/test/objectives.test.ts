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
import { type LinearChannels, linearVae } from './linearVae.ts';
import { type Plain, treeOf } from './plainTree.ts';

beforeAll(() => useBackend([cpu()]));

interface Inputs {
  readonly shared: number;
  readonly seed: number;
  readonly options: { readonly beta: number; readonly sharedBeta: number };
  readonly channels: LinearChannels;
  readonly present: Record<string, number[]>;
  readonly x: Record<string, Plain>;
  readonly params: Record<'private' | 'plain', Record<string, Plain>>;
  readonly cases: {
    readonly method: MethodConfig;
    readonly params: 'private' | 'plain';
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

/** The model of a case, its params, and a batch. */
function modelOf({ method, params, own }: Inputs['cases'][number]): {
  objective: Objective<VaeBatch>;
  params: Params;
  batch: VaeBatch;
} {
  const known = (method.kind === 'vae' ? ['text'] : Object.keys(channels)) as Modality[];
  const some = Object.fromEntries(
    known.map((one) => {
      const latents = params === 'private' ? channels[one]!.latents : 0;
      return [one, { ...channels[one]!, latents }];
    }),
  );
  const sides = Object.fromEntries(known.map((one) => [one, treeOf(inputs.params[params][one])]));
  const model = linearVae(method, shared, some);
  const { beta } = options;
  return {
    objective: model.objective(model.method.takes.includes('sharedBeta') ? options : { beta }),
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
  method.kind === 'jnf' && path.startsWith('method.joint');

test.each(named.filter(([, one]) => !ownGradient(one)))(
  'the gradient of %s matches differences',
  async (_, one) => {
    const { objective, params, batch } = modelOf(one);
    const rng = createRng(seed);
    const { gradients } = differentiate(objective, params, batch, rng);
    const g = new Map(leaves(gradients).map(([path, leaf]) => [path, leaf.dataSync()]));
    for (const [path, values] of g) {
      expect([path, values.some((v) => v !== 0)]).toEqual([path, true]);
    }
    const moving = [...g].filter(([path]) => !isStopped(one, path));
    const norm = Math.hypot(...moving.flatMap(([, values]) => [...values]));
    const at = (h: number): number => {
      const moved = leaves(params).map(([path, leaf]): [string, Tensor] => {
        const step = isStopped(one, path) ? 0 : h / norm;
        const values = leaf.dataSync().map((v, i) => v + step * g.get(path)![i]);
        return [path, tensor(values, leaf.shape)];
      });
      return numberOf(objective(fromLeaves(moved), batch, rng).loss);
    };
    const slope = (h: number): number => (at(h) - at(-h)) / (2 * h);
    expect((4 * slope(0.005) - slope(0.01)) / 3 / norm).toBeCloseTo(1, 2);
    await leaksNothing(() => objective(params, batch, rng) as never);
  },
);

test('flows that learn from the joint encoder do not move it: its gradient is that of its own bound', () => {
  const [, one] = named.find(([, { method }]) => method.kind === 'jnf')!;
  const rng = createRng(seed);
  const gradientOf = (method: MethodConfig): [string, Float32Array][] => {
    const { objective, params, batch } = modelOf({ ...one, method });
    const { joint } = params['method'] as Record<string, Params>;
    const told = method.kind === 'jnf' ? params : { ...params, method: { joint } };
    const { gradients } = differentiate(objective, told, batch, rng);
    const own = leaves(gradients).filter(([path]) => path.startsWith('method.joint'));
    return own.map(([path, leaf]) => [path, leaf.dataSync() as Float32Array]);
  };
  const { width } = one.method as { readonly width: number };
  expect(gradientOf(one.method)).toHaveLength(10);
  expect(gradientOf(one.method)).toEqual(gradientOf({ kind: 'jmvae', alpha: 0, width }));
});
