import { execFileSync } from 'node:child_process';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend } from '@tensorflow/tfjs-core';
import { expectClose } from '@xm/testing';
import {
  type Build,
  bestBuild,
  type Compiled,
  gemm,
  loadCompiled,
  type Matrix,
} from '../src/compiled/index.ts';
import { wasm } from '../src/index.ts';

const builds = ['plain', 'relaxed'] as const;
const compiled = {} as Record<Build, Compiled>;
let heap: { HEAPF32: Float32Array; _malloc(bytes: number): number };
let arena: number;

const arenaFloats = 1 << 21;
const unwritten = 777;

beforeAll(async () => {
  await wasm().start();
  const own = backend() as unknown as BackendWasm;
  for (const build of builds) compiled[build] = await loadCompiled(own, build);
  heap = own.wasm as unknown as typeof heap;
  arena = heap._malloc(4 * arenaFloats);
}, 30_000);

interface Case {
  readonly size: readonly [rows: number, inner: number, columns: number];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly batch?: number;
  /** Numbers between the end of a row and the beginning of the next, in all three matrices. */
  readonly gap?: number;
  readonly sharedB?: boolean;
  readonly bias?: boolean;
}

/** Runs a product of random numbers: what C and the gaps in it hold now, and what they should. */
function run(build: Build, options: Case) {
  const { size, transposeA = false, transposeB = false, batch = 1, gap = 0 } = options;
  const [rows, inner, columns] = size;
  const random = numbers(rows + 31 * inner + 1009 * columns);
  let next = arena / 4;
  const place = (stored: number, length: number, count: number) => {
    const first = next;
    next += count * stored * (length + gap) + 3;
    return { first, step: length + gap, batchStep: stored * (length + gap) };
  };
  const a = place(transposeA ? inner : rows, transposeA ? rows : inner, batch);
  const b = place(transposeB ? columns : inner, transposeB ? inner : columns, batch);
  const bias = place(1, columns, 1);
  for (let i = arena / 4; i < next; i++) heap.HEAPF32[i] = random();
  const c = place(rows, columns, batch);
  heap.HEAPF32.fill(unwritten, c.first, next);
  const before = heap.HEAPF32.slice(c.first, next);

  const matrix = (
    { first, step, batchStep }: typeof a,
    turned: boolean,
    shared = false,
  ): Matrix => ({
    at: 4 * first,
    rowStep: turned ? 1 : step,
    columnStep: turned ? step : 1,
    batchStep: shared ? 0 : batchStep,
  });
  const left = matrix(a, transposeA);
  const right = matrix(b, transposeB, options.sharedB);
  gemm(compiled[build], {
    rows,
    inner,
    columns,
    batch,
    a: left,
    b: right,
    c: { at: 4 * c.first, rowStep: c.step, batchStep: c.batchStep },
    ...(options.bias ? { bias: 4 * bias.first } : {}),
  });

  const expected = Float64Array.from(before);
  const at = (m: Matrix, n: number, i: number, j: number) =>
    heap.HEAPF32[m.at / 4 + n * m.batchStep! + i * m.rowStep + j * m.columnStep];
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = options.bias ? heap.HEAPF32[bias.first + j] : 0;
        for (let p = 0; p < inner; p++) sum += at(left, n, i, p) * at(right, n, p, j);
        expected[n * c.batchStep + i * c.step + j] = sum;
      }
    }
  }
  return { actual: heap.HEAPF32.slice(c.first, next), expected };
}

/** Uniform in -1…1: a linear congruential generator. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Rounding of a sum of up to 800 products below 1, and of adding it to 777 where C is kept. */
const tolerance = { absolute: 5e-5, relative: 5e-7 };

const expectRight = ({ actual, expected }: ReturnType<typeof run>) =>
  expectClose(actual, expected, tolerance);

const transposes = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

describe.each(builds)('the %s build', (build) => {
  test.each(transposes)('multiplies every small size, %o', (how) => {
    for (const rows of [0, 1, 2, 3, 5, 6, 7, 13]) {
      for (const inner of [0, 1, 2, 3, 4, 5, 9]) {
        for (const columns of [0, 1, 2, 4, 7, 8, 9, 17]) {
          expectRight(run(build, { size: [rows, inner, columns], ...how }));
        }
      }
    }
  });

  test.each(transposes)('multiplies sizes beyond one block, %o', (how) => {
    expectRight(run(build, { size: [203, 37, 45], ...how }));
    expectRight(run(build, { size: [7, 787, 13], ...how }));
    expectRight(run(build, { size: [9, 11, 1063], ...how }));
    expectRight(run(build, { size: [197, 391, 21], bias: true, gap: 3, ...how }));
  });

  test.each(transposes)('multiplies parts of larger matrices in place, %o', (how) => {
    expectRight(run(build, { size: [13, 10, 19], gap: 5, ...how }));
  });

  test.each(transposes)('multiplies a batch, %o', (how) => {
    expectRight(run(build, { size: [36, 24, 36], batch: 7, ...how }));
    expectRight(run(build, { size: [5, 3, 9], batch: 4, sharedB: true, ...how }));
  });

  test('adds the bias', () => {
    for (const size of [
      [1, 1, 1],
      [6, 5, 8],
      [13, 0, 9],
      [20, 400, 30],
    ] as const) {
      expectRight(run(build, { size, bias: true }));
    }
  });

  test('gives the same bits twice', () => {
    const once = run(build, { size: [50, 500, 50] }).actual;
    expect(run(build, { size: [50, 500, 50] }).actual).toEqual(once);
  });
});

test('this Node runs relaxed SIMD', () => expect(bestBuild()).toBe('relaxed'));

test('the compiled modules are up to date with assembly/', () => {
  execFileSync(process.execPath, ['assembly/build.mjs', '--check'], { cwd: `${__dirname}/..` });
});
