import { setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';

/** WebGL 2, for browsers without WebGPU. */
export const webgl = (): Backend => ({
  name: 'webgl',
  probe: async () => probe(),
  start: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    await registerGradients();
    if (!(await setBackend('webgl'))) {
      throw new BackendError('webgl: the context did not start. Use wasm().');
    }
  },
});

interface Canvas {
  getContext(kind: string): { getParameter(name: number): unknown } | null;
}

function probe(): Availability {
  const remedy = 'use a browser with WebGL 2, or wasm()';
  const { OffscreenCanvas } = globalThis as unknown as {
    OffscreenCanvas?: new (width: number, height: number) => Canvas;
  };
  if (!OffscreenCanvas) return { ok: false, reason: 'there is no canvas here', remedy };
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return { ok: false, reason: 'this browser has no WebGL 2', remedy };
  const renderer = 0x1f01;
  return { ok: true, detail: `WebGL 2 on ${context.getParameter(renderer)}` };
}
