import { Worker } from 'node:worker_threads';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend } from '@tensorflow/tfjs-core';
import type { Compiled } from '../src/compiled/compiled.ts';
import { convolution, type Frame, frame, type Patches } from '../src/compiled/convolution.ts';
import { gemm, loadCompiled } from '../src/compiled/index.ts';
import { loadTeam, type Team } from '../src/compiled/loadTeam.ts';
import { wasm } from '../src/index.ts';

let heap: { HEAPF32: Float32Array; _malloc(bytes: number): number };
let own: BackendWasm;
let alone: Compiled;
let team: Team;

beforeAll(async () => {
  await wasm({ threads: 2 }).start();
  own = backend() as unknown as BackendWasm;
  heap = own.wasm as unknown as typeof heap;
  alone = await loadCompiled(own, 'relaxed');
  team = await loadTeam(own, 'relaxed', 3);
}, 30_000);
afterAll(() => team.end());

const room = (floats: number): number => heap._malloc(4 * floats) >>> 0;

function randoms(floats: number): number {
  const at = room(floats);
  let state = floats >>> 0;
  for (let i = 0; i < floats; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    heap.HEAPF32[at / 4 + i] = state / 2 ** 31 - 1;
  }
  return at;
}

/** What `work` leaves in `floats` numbers, once alone and once by the team. */
function both(floats: number, work: (compiled: Compiled, to: number) => void): void {
  const [one, many] = [alone, team].map((compiled) => {
    const to = room(floats);
    heap.HEAPF32.fill(Number.NaN, to / 4, to / 4 + floats);
    work(compiled, to);
    return heap.HEAPF32.slice(to / 4, to / 4 + floats);
  });
  expect(one.every(Number.isFinite)).toBe(true);
  expect(many).toEqual(one);
}

const matrix = (at: number, columns: number) => ({ at, rowStep: columns, columnStep: 1 });

test('has its threads', () => expect(team.threads).toBe(3));

test.each([
  ['tall', 517, 100, 33, 1],
  ['wide', 35, 90, 700, 1],
  ['a batch', 40, 30, 50, 20],
  ['more parts than rows or columns', 3, 200_000, 5, 1],
])('a product is the same to the bit: %s', (_, rows, inner, columns, batch) => {
  const a = randoms(batch * rows * inner);
  const b = randoms(batch * inner * columns);
  const bias = randoms(columns);
  both(batch * rows * columns, (compiled, to) =>
    gemm(compiled, {
      ...{ rows, inner, columns, batch, bias },
      a: { ...matrix(a, inner), batchStep: rows * inner },
      b: { ...matrix(b, columns), batchStep: inner * columns },
      c: { ...matrix(to, columns), batchStep: rows * columns },
    }),
  );
});

const patches: Patches = {
  ...{ x: 0, images: 7, height: 13, width: 12, channels: 10, outHeight: 5, outWidth: 5 },
  ...{ filterHeight: 4, filterWidth: 3, strideHeight: 2, strideWidth: 2 },
};
const [pixels, results, taps, filters] = [7 * 13 * 12 * 10, 7 * 5 * 5, 4 * 3 * 10, 18];

test('a convolution and its gradients are the same to the bit', () => {
  const x = randoms(pixels);
  const filter = randoms(taps * filters);
  const y = randoms(results * filters);
  both(results * filters, (compiled, to) =>
    convolution(compiled, 'convolve', { patches: { ...patches, x }, filter, y: to, filters }),
  );
  both(taps * filters, (compiled, to) =>
    convolution(compiled, 'filterGradient', { patches: { ...patches, x }, filter: to, y, filters }),
  );
  both(pixels, (compiled, to) =>
    convolution(compiled, 'inputGradient', { patches: { ...patches, x: to }, filter, y, filters }),
  );
});

test('frames are the same to the bit', () => {
  const sides: Frame = {
    ...{ inner: randoms(64 * 40 * 40 * 3), outer: 0, images: 64, channels: 3 },
    ...{ innerHeight: 40, innerWidth: 40, outerHeight: 43, outerWidth: 42, top: 1, left: 2 },
  };
  both(64 * 43 * 42 * 3, (compiled, outer) => frame(compiled, 'pad', { ...sides, outer }));
  const outer = randoms(64 * 43 * 42 * 3);
  both(64 * 40 * 40 * 3, (compiled, inner) => frame(compiled, 'unpad', { ...sides, inner, outer }));
});

const product = (compiled: Compiled, to: number, a: number, b: number) =>
  gemm(compiled, {
    ...{ rows: 300, inner: 300, columns: 300 },
    ...{ a: matrix(a, 300), b: matrix(b, 300), c: matrix(to, 300) },
  });

test('a hundred products leave no part undone and no part done twice', () => {
  const [a, b] = [randoms(90_000), randoms(90_000)];
  const to = room(90_000);
  product(alone, to, a, b);
  const expected = heap.HEAPF32.slice(to / 4, to / 4 + 90_000);
  for (let i = 0; i < 100; i++) {
    heap.HEAPF32.fill(Number.NaN, to / 4, to / 4 + 90_000);
    product(team, to, a, b);
    expect(
      Buffer.compare(bytes(heap.HEAPF32.slice(to / 4, to / 4 + 90_000)), bytes(expected)),
    ).toBe(0);
  }
});

const bytes = (numbers: Float32Array) =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

test('goes on alone when the others have ended', async () => {
  const [a, b] = [randoms(90_000), randoms(90_000)];
  const ending = await loadTeam(own, 'relaxed', 2);
  ending.end();
  expect(ending.threads).toBe(1);
  const to = room(90_000);
  product(ending, to, a, b);
  expect(heap.HEAPF32[to / 4 + 89_999]).not.toBe(0);
});

test('does again what a thread took and never finished, and says so', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const short = await loadTeam(own, 'relaxed', 2, 100);
  const { memory } = (own.wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm;
  // Takes the first part of a job that it sees, and keeps it.
  const taker = new Worker(
    `const { workerData: { memory, board }, parentPort } = require('node:worker_threads');
     parentPort.postMessage('there');
     const claim = new Int32Array(memory.buffer, board, 1);
     for (;;) {
       const seen = Atomics.load(claim, 0);
       if ((seen & 255) < ((seen >> 8) & 255) && Atomics.compareExchange(claim, 0, seen, seen + 1) === seen) break;
     }`,
    { eval: true, workerData: { memory, board: short.board } },
  );
  await new Promise((resolve) => taker.once('message', resolve));
  const [a, b] = [randoms(90_000), randoms(90_000)];
  let tries = 0;
  both(90_000, (compiled, to) => {
    if (compiled === alone) return product(alone, to, a, b);
    do product(short, to, a, b);
    while (warn.mock.calls.length === 0 && ++tries < 1000);
  });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('no longer answers'));
  expect(short.threads).toBe(1);
  await taker.terminate();
  warn.mockRestore();
});
