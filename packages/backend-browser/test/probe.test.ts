import { BackendError, useBackend } from '@xm/tensor-ops';
import { browser, webgl, webgpu } from '../src/index.ts';

test('in plain Node says why WebGPU and WebGL cannot be, and takes WebAssembly', async () => {
  expect(await webgpu().probe()).toEqual({
    ok: false,
    reason: 'Node has no WebGPU of its own',
    remedy: 'npm install webgpu',
  });
  expect(await webgl().probe()).toMatchObject({ ok: false, reason: 'there is no canvas here' });
  const report = await useBackend([browser()]);
  expect(report.detail).toMatch(
    /^wasm, relaxed SIMD, .* \(no webgpu: Node has no WebGPU of its own; no webgl: there is no canvas here\)$/,
  );
});

test('where nothing it was told to try can be, says so', async () => {
  await expect(useBackend([browser({ prefer: ['webgl'] })])).rejects.toThrow(BackendError);
});
