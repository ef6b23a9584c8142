import {
  add,
  gather,
  getBackend,
  matMul,
  memory,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { BackendError, cpu, useBackend, zeros } from '@xm/tensor-ops';
import { wasm } from '../src/index.ts';

test('says what it found, starts, and starts again', async () => {
  const report = await useBackend([wasm()]);
  expect(report).toMatchObject({
    name: 'wasm',
    detail: expect.stringMatching(/^(relaxed )?SIMD, (one thread|\d+ threads)$/),
    passedOver: [],
  });
  await wasm().start();
  expect(getBackend()).toBe('wasm');
});

test('without SIMD says so', async () => {
  expect(await wasm({ simd: false }).probe()).toEqual({ ok: true, detail: 'no SIMD, one thread' });
});

test('gather refuses an index outside the table, and leaks nothing', async () => {
  await wasm().start();
  const before = memory().numTensors;
  tidy(() => {
    const table = tensor2d([1, 2, 3, 4], [2, 2]);
    expect(() => gather(table, tensor1d([0, 2], 'int32'))).toThrow(BackendError);
    expect(() => gather(table, tensor1d([-1], 'int32'))).toThrow('indices must lie in 0…1, got -1');
  });
  expect(memory().numTensors).toBe(before);
});

test.each([0, 1.5, 65, Number.NaN])('refuses %s threads', async (threads) => {
  await expect(wasm({ threads }).probe()).rejects.toThrow(
    `threads must be a whole number from 1 to 64, got ${threads}`,
  );
});

test('what does not fit is refused by its size, and the process lives on', async () => {
  await wasm().start();
  const before = memory().numTensors;
  tidy(() =>
    expect(() => matMul(zeros([50_000, 1]), zeros([1, 50_000]))).toThrow(
      /a tensor of 9,537 MB does not fit beside the \d+ MB that the heap holds; it can grow to 4,096 MB/,
    ),
  );
  expect(memory().numTensors).toBe(before);
  tidy(() => expect(zeros([2, 2]).dataSync()).toEqual(new Float32Array(4)));
});

test('a tensor used after dispose is refused', async () => {
  await useBackend([wasm()]);
  const gone = tensor1d([1, 2]);
  gone.dispose();
  expect(() => add(gone, 1)).toThrow('a tensor was used after it was disposed');
});

test('two starts at once are one, and another backend beside it keeps its own tensors', async () => {
  await Promise.all([wasm().start(), wasm({ threads: 1 }).start()]);
  expect(getBackend()).toBe('wasm');
  const here = tensor1d([1, 2, 3]);
  await useBackend([cpu()]);
  expect([...(await here.data())]).toEqual([1, 2, 3]);
  await useBackend([wasm()]);
  expect(getBackend()).toBe('wasm');
  here.dispose();
});
