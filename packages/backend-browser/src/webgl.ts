import { setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';

export interface WebglOptions {
  /** Whether shaders that the processor runs, where there is no graphics card, will do. true by default. */
  readonly software?: boolean;
}

/** WebGL 2, for browsers without WebGPU. */
export const webgl = ({ software = true }: WebglOptions = {}): Backend => ({
  name: 'webgl',
  probe: async () => probe(software),
  start: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    await registerGradients();
    if (!(await setBackend('webgl'))) {
      throw new BackendError('webgl: the context did not start. Use wasm().');
    }
  },
});

interface Context {
  getExtension(name: string): unknown;
  getParameter(name: number): unknown;
}

type Canvas = new (width: number, height: number) => { getContext(kind: string): Context | null };

const masked = 0x1f01;
const unmasked = 0x9246;

function probe(software: boolean): Availability {
  const remedy = 'use a browser with WebGL 2, or wasm()';
  const { OffscreenCanvas } = globalThis as unknown as { OffscreenCanvas?: Canvas };
  if (!OffscreenCanvas) return { ok: false, reason: 'there is no canvas here', remedy };
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return { ok: false, reason: 'this browser has no WebGL 2', remedy };
  const named = context.getExtension('WEBGL_debug_renderer_info') ? unmasked : masked;
  const renderer = `${context.getParameter(named)}`;
  if (!software && /swiftshader|llvmpipe|software/i.test(renderer)) {
    return {
      ok: false,
      reason: 'no graphics card draws it',
      remedy: 'use wasm(), which is faster',
    };
  }
  return { ok: true, detail: `WebGL 2 on ${renderer}` };
}
