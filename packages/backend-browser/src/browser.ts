import { type WasmOptions, wasm } from '@xm/backend-wasm';
import { type Availability, type Backend, useBackend } from '@xm/tensor-ops';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';

export type BrowserKind = 'webgpu' | 'webgl' | 'wasm';

export interface BrowserOptions {
  /** What to try, best first. Default: WebGPU, WebGL, WebAssembly. */
  readonly prefer?: readonly BrowserKind[];
  /** For WebAssembly: where its files are, how many threads. */
  readonly wasm?: WasmOptions;
}

/**
 * The best that this browser can do: WebGPU, else WebGL on a graphics card, else WebAssembly. Its detail says what was taken,
 * and why what comes before it was not.
 */
export function browser(options: BrowserOptions = {}): Backend {
  const { prefer = ['webgpu', 'webgl', 'wasm'], wasm: wasmOptions } = options;
  const kinds = {
    webgpu,
    webgl: () => webgl({ software: !prefer.includes('wasm') }),
    wasm: () => wasm(wasmOptions),
  };
  const candidates = prefer.map((kind) => kinds[kind]());
  return {
    name: 'browser',
    probe: () => probe(candidates),
    start: async () => {
      await useBackend(candidates);
    },
  };
}

async function probe(candidates: readonly Backend[]): Promise<Availability> {
  const reasons: string[] = [];
  for (const candidate of candidates) {
    const found = await candidate.probe();
    if (!found.ok) {
      reasons.push(`no ${candidate.name}: ${found.reason}`);
      continue;
    }
    const why = reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
    return { ok: true, detail: `${candidate.name}, ${found.detail}${why}` };
  }
  return { ok: false, reason: reasons.join('; '), remedy: 'use a newer browser, or cpu()' };
}
