import { normal, type Params, type Rng, type Tensor, tensor } from '@xm/tensor-ops';
import { conditionalGan, type GanBatch, type GanConfig, type GanState } from '../src/index.ts';

/** Points of a plane under two conditions, by two small players. */
export const points: GanConfig = {
  networks: {
    kind: 'vector',
    dim: 2,
    generator: { kind: 'mlp', hidden: [16, 16] },
    critic: { kind: 'mlp', hidden: [16], features: 8 },
  },
  condition: 2,
  noise: 2,
};

/** Pictures of 8×8 pixels. */
export const pictures: GanConfig = {
  networks: {
    kind: 'picture',
    generator: {
      kind: 'mapped',
      mapping: { kind: 'mlp', hidden: [4], features: 5 },
      decoder: { kind: 'conv', size: 8, patch: 2, widths: [6, 4], blocks: 1 },
    },
    critic: {
      kind: 'conv',
      size: 8,
      patch: 2,
      widths: [4, 6],
      blocks: 1,
      features: 5,
      deviationGroup: 2,
    },
  },
  condition: 3,
  noise: 2,
};

/** Everything that there is to play by. */
export const allRules = {
  spectral: true,
  matchingAware: true,
  modeSeeking: 0.1,
  r1: { gamma: 0.1, every: 2 },
} as const;

export const pictureBatch = (rng: Rng): GanBatch => ({
  real: normal(rng, [4, 8, 8, 3], 0.5, 0.2),
  condition: tensor([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], [4, 3]),
});

/** Class 0 lies about (−1, ±1), class 1 about (1, ±1): two modes each. */
export function pointBatch(rng: Rng, size = 32): GanBatch {
  const noise = normal(rng, [size, 2], 0, 0.1).dataSync();
  const at = (i: number): number[] => [
    (i % 2) * 2 - 1 + noise[2 * i],
    (Math.floor(i / 2) % 2) * 2 - 1 + noise[2 * i + 1],
  ];
  const rows = Array.from({ length: size }, (_, i) => i);
  return {
    real: tensor(rows.flatMap(at), [size, 2]),
    condition: tensor(
      rows.flatMap((i) => (i % 2 === 0 ? [1, 0] : [0, 1])),
      [size, 2],
    ),
  };
}

export const treeOf = ({ params, optimizer }: GanState): Params => ({ params, optimizer }) as never;

export const numbersOf = (tree: Params): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]): [string, number[]][] =>
      'dataSync' in value
        ? [[name, [...(value as Tensor).dataSync()]]]
        : Object.entries(numbersOf(value as Params)).map(([path, v]) => [`${name}.${path}`, v]),
    ),
  );

export const pointGan = (training = {}) => conditionalGan(points, training);
