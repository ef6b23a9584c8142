import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, env, setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';
import { setCurrentGemm } from './gemm/currentGemm.ts';
import { bestGemmBuild, type GemmBuild, loadGemm } from './gemm/loadGemm.ts';
import { replaceKernels } from './kernel.ts';
import { kernels } from './kernels/index.ts';
import { hasSimd } from './simd.ts';

export interface WasmOptions {
  /** False runs without 128-bit vectors, several times slower. Where they exist, they are used. */
  simd?: boolean;
  /** False keeps the rounding of plain SIMD in matrix products, at a fifth of their speed. */
  relaxedSimd?: boolean;
  /**
   * Where a browser fetches the three `.wasm` files of @tensorflow/tfjs-backend-wasm/dist: the URL of
   * their folder, or the URL of each by its file name. Node finds them by itself.
   */
  wasmPaths?: string | Record<WasmFile, string>;
}

export type WasmFile =
  | 'tfjs-backend-wasm.wasm'
  | 'tfjs-backend-wasm-simd.wasm'
  | 'tfjs-backend-wasm-threaded-simd.wasm';

/** WebAssembly, in Node and in browsers. There is one heap: the options of the first start hold. */
export const wasm = (options: WasmOptions = {}): Backend => ({
  name: 'wasm',
  probe: async () => probe(options),
  start: async () => {
    started ??= prepare(options);
    await started;
    if (!(await setBackend('wasm'))) {
      throw new BackendError(
        'wasm: the .wasm files of @tensorflow/tfjs-backend-wasm could not be loaded. In a browser, serve ' +
          'its dist/*.wasm and say where: wasm({ wasmPaths: "/assets/" }). In a bundle for Node, keep the ' +
          'package external.',
      );
    }
    if (options.simd === false || !hasSimd()) return;
    gemmLoaded ??= loadOnHeap(options);
    await gemmLoaded;
  },
});

let started: Promise<void> | undefined;
let gemmLoaded: Promise<void> | undefined;

function probe(options: WasmOptions): Availability {
  if (typeof WebAssembly === 'undefined') {
    return {
      ok: false,
      reason: 'this engine has no WebAssembly',
      remedy: 'use Node ≥ 20 or a browser since 2021',
    };
  }
  return { ok: true, detail: `${vectorsOf(options)}, one thread` };
}

function vectorsOf(options: WasmOptions): string {
  if (options.simd === false || !hasSimd()) return 'no SIMD';
  return buildOf(options) === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
}

const buildOf = ({ relaxedSimd }: WasmOptions): GemmBuild =>
  relaxedSimd === false ? 'plain' : bestGemmBuild();

const loadOnHeap = async (options: WasmOptions): Promise<void> =>
  setCurrentGemm(await loadGemm(backend() as BackendWasm, buildOf(options)));

/** Loads tfjs-backend-wasm, which registers itself on import, and puts our kernels over its own. */
async function prepare({ simd, wasmPaths }: WasmOptions): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  await registerGradients();
  if (wasmPaths !== undefined) setWasmPaths(wasmPaths);
  if (simd === false) env().set('WASM_HAS_SIMD_SUPPORT', false);
  replaceKernels(kernels);
}
