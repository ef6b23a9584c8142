import { setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';
import { type Adapter, findGpu, inNode } from './gpu.ts';

/** WebGPU: of the browser, or in Node of Dawn, when the package `webgpu` is installed. Never read synchronously. */
export const webgpu = (): Backend => ({
  name: 'webgpu',
  probe,
  start: async () => {
    await findGpu();
    // Registers itself where there is a GPU by now.
    await import('@tensorflow/tfjs-backend-webgpu');
    await registerGradients();
    if (!(await setBackend('webgpu'))) {
      throw new BackendError('webgpu: the device did not start. Use webgl() or wasm().');
    }
  },
});

async function probe(): Promise<Availability> {
  const gpu = await findGpu();
  if (!gpu) {
    return inNode()
      ? { ok: false, reason: 'Node has no WebGPU of its own', remedy: 'npm install webgpu' }
      : {
          ok: false,
          reason: 'this browser has no WebGPU, or the page is not served over HTTPS',
          remedy: 'use a browser with WebGPU, or webgl()',
        };
  }
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) {
    const reason = 'WebGPU finds no graphics adapter';
    return { ok: false, reason, remedy: 'install a driver (Vulkan, Metal or Direct3D 12)' };
  }
  return { ok: true, detail: `WebGPU on ${nameOf(adapter)}` };
}

const nameOf = ({ info }: Adapter): string =>
  [info?.vendor, info?.description].filter(Boolean).join(' ') || 'an unnamed adapter';
