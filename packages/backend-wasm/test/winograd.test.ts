import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend } from '@tensorflow/tfjs-core';
import type { Compiled } from '../src/compiled/compiled.ts';
import { type Build, loadCompiled } from '../src/compiled/index.ts';
import { loadTeam, type Team } from '../src/compiled/loadTeam.ts';
import { allocate, floats, free } from '../src/heap.ts';
import { wasm } from '../src/index.ts';
import type { Info } from '../src/kernel.ts';
import { convGeometry } from '../src/kernels/convGeometry.ts';
import { patchConvolution } from '../src/kernels/patchConvolution.ts';
import { suitsWinograd, winograd } from '../src/kernels/winograd.ts';

let own: BackendWasm;
let team: Team;
const builds = {} as Record<Build, Compiled>;

beforeAll(async () => {
  await wasm({ threads: 2 }).start();
  own = backend() as unknown as BackendWasm;
  team = await loadTeam(own, 'relaxed', 3);
  for (const build of ['plain', 'relaxed'] as const) builds[build] = await loadCompiled(own, build);
}, 30_000);
afterAll(() => team.end());

type Shape4 = [number, number, number, number];
type Operands = Record<'x' | 'filter' | 'y', Info>;
type Way = typeof winograd;

interface Case {
  readonly x: Shape4;
  readonly filters: number;
  readonly pad: 'same' | 'valid' | 1;
}

const cases: [string, Case][] = [
  ['full tiles', { x: [3, 8, 8, 16], filters: 20, pad: 'same' }],
  ['one tile', { x: [5, 4, 4, 24], filters: 16, pad: 'same' }],
  ['tiles over the edge', { x: [2, 9, 7, 16], filters: 16, pad: 'same' }],
  ['no padding', { x: [2, 9, 14, 16], filters: 32, pad: 'valid' }],
  ['inner tiles', { x: [1, 17, 18, 16], filters: 16, pad: 1 }],
  ['more than fits at once', { x: [150, 8, 8, 28], filters: 32, pad: 'same' }],
];

const geometryOf = ({ x, filters, pad }: Case) =>
  convGeometry('conv2d', x, [3, 3, x[3], filters], { strides: 1, pad: pad });

/** Random operands of a convolution, and what `way` makes of them in the place of `written`. */
function operandsOf(options: Case): Operands {
  const g = geometryOf(options);
  const { x, filters } = options;
  const operands: Operands = {
    x: allocate(own, x),
    filter: allocate(own, [3, 3, x[3], filters]),
    y: allocate(own, g.outShape),
  };
  let state = 1;
  for (const tensor of Object.values(operands)) {
    const view = floats(own, tensor);
    for (let i = 0; i < view.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      view[i] = state / 2 ** 31 - 1;
    }
  }
  return operands;
}

const writes = { convolve: 'y', inputGradient: 'x', filterGradient: 'filter' } as const;
type Kind = keyof typeof writes;
const kinds = Object.keys(writes) as Kind[];

function outcome(
  way: Way,
  compiled: Compiled,
  kind: Kind,
  options: Case,
  operands: Operands,
): Float32Array {
  const out = allocate(own, operands[writes[kind]].shape);
  floats(own, out).fill(Number.NaN);
  way(compiled, own, kind, geometryOf(options), { ...operands, [writes[kind]]: out });
  const result = floats(own, out).slice();
  free(own, out);
  return result;
}

/** Largest difference over the root mean square of what is right. */
function error(actual: Float32Array, expected: ArrayLike<number>): number {
  let worst = 0;
  let squares = 0;
  for (let i = 0; i < actual.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    if (Number.isNaN(actual[i])) return Number.NaN;
    squares += expected[i] ** 2;
  }
  return worst / Math.sqrt(squares / actual.length);
}

describe.each(cases)('%s', (_, options) => {
  let operands: Operands;
  beforeAll(() => {
    operands = operandsOf(options);
  });
  afterAll(() => free(own, ...Object.values(operands)));

  test('is done this way', () => expect(suitsWinograd(geometryOf(options))).toBe(true));

  test.each(
    kinds.flatMap((kind) => (['plain', 'relaxed'] as const).map((b) => [kind, b] as const)),
  )('%s equals the product with patches, %s', (kind, build) => {
    const slow = outcome(patchConvolution, builds[build], kind, options, operands);
    const fast = outcome(winograd, builds[build], kind, options, operands);
    expect(error(fast, slow)).toBeLessThan(2e-5);
  });

  test.each(kinds)('%s is the same to the bit on three threads, and leaves nothing', (kind) => {
    const before = own.numDataIds();
    const one = outcome(winograd, builds.relaxed, kind, options, operands);
    const three = outcome(winograd, team, kind, options, operands);
    expect(three).toEqual(one);
    expect(own.numDataIds()).toBe(before);
  });
});

test.each([
  ['another stride', [2, 8, 8, 16], [3, 3, 16, 16], { strides: 2, pad: 'same' }],
  ['another filter', [2, 8, 8, 16], [5, 5, 16, 16], { strides: 1, pad: 'same' }],
  ['few channels', [2, 8, 8, 3], [3, 3, 3, 16], { strides: 1, pad: 'same' }],
  ['channels that are no vectors', [2, 8, 8, 18], [3, 3, 18, 16], { strides: 1, pad: 'same' }],
  ['pictures smaller than a tile', [2, 2, 2, 16], [3, 3, 16, 16], { strides: 1, pad: 'same' }],
  ['holes', [2, 8, 8, 16], [3, 3, 16, 16], { strides: 1, dilations: 2, pad: 'same' }],
] as const)('is not for %s', (_, x, filter, attributes) => {
  expect(suitsWinograd(convGeometry('conv2d', [...x], [...filter], attributes))).toBe(false);
});
