import { gather, getBackend, memory, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { BackendError, useBackend } from '@xm/tensor-ops';
import { wasm } from '../src/index.ts';

test('says what it found, starts, and starts again', async () => {
  const report = await useBackend([wasm()]);
  expect(report).toMatchObject({
    name: 'wasm',
    detail: expect.stringMatching(/^(relaxed )?SIMD, one thread$/),
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
