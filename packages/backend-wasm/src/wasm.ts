import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, env, setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';
import { type Build, bestBuild } from './compiled/builds.ts';
import { currentCompiled, setCurrentCompiled } from './compiled/compiled.ts';
import { loadCompiled } from './compiled/loadCompiled.ts';
import { loadTeam } from './compiled/loadTeam.ts';
import { withSharedHeap } from './compiled/sharedHeap.ts';
import { fused } from './fused/index.ts';
import { refuseTooMuch } from './heapLimit.ts';
import { replaceKernels } from './kernel.ts';
import { kernels } from './kernels/index.ts';
import { hasSimd } from './simd.ts';
import { threadsFor } from './threads.ts';

export interface WasmOptions {
  /** False runs without 128-bit vectors, several times slower. Where they exist, they are used. */
  simd?: boolean;
  /** False keeps the rounding of plain SIMD in matrix products, at a fifth of their speed. */
  relaxedSimd?: boolean;
  /**
   * How many threads share the matrix products and convolutions, this one among them. Default: one a
   * core; one where memory cannot be shared, as in a page that is not cross-origin isolated.
   */
  threads?: number;
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
    started ??= start(options);
    await started;
    await setBackend('wasm');
  },
});

let started: Promise<void> | undefined;

function probe(options: WasmOptions): Availability {
  if (typeof WebAssembly === 'undefined') {
    return {
      ok: false,
      reason: 'this engine has no WebAssembly',
      remedy: 'use Node ≥ 20 or a browser since 2021',
    };
  }
  return { ok: true, detail: `${vectorsOf(options)}, ${threadsOf(options)}` };
}

function vectorsOf(options: WasmOptions): string {
  if (!usesSimd(options)) return 'no SIMD';
  return buildOf(options) === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
}

function threadsOf(options: WasmOptions): string {
  if (!usesSimd(options)) return 'one thread';
  const { threads, reason } = threadsFor(options.threads);
  const count = currentCompiled()?.threads ?? threads;
  if (count > 1) return `${count} threads`;
  return reason === undefined ? 'one thread' : `one thread: ${reason}`;
}

const usesSimd = ({ simd }: WasmOptions): boolean => simd !== false && hasSimd();

const buildOf = ({ relaxedSimd }: WasmOptions): Build =>
  relaxedSimd === false ? 'plain' : bestBuild();

/** Loads tfjs-backend-wasm, which registers itself on import, and puts our kernels over its own. */
async function start(options: WasmOptions): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  await registerGradients();
  if (options.wasmPaths !== undefined) setWasmPaths(options.wasmPaths);
  if (options.simd === false) env().set('WASM_HAS_SIMD_SUPPORT', false);
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  replaceKernels(kernels);
  const { threads } = threadsFor(options.threads);
  const together = usesSimd(options) && threads > 1;
  await (together ? withSharedHeap(startStock) : startStock());
  const own = backend() as BackendWasm;
  refuseTooMuch(own);
  if (!usesSimd(options)) return;
  replaceKernels(fused);
  const build = buildOf(options);
  if (!together) return setCurrentCompiled(await loadCompiled(own, build));
  const team = await loadTeam(own, build, threads);
  setCurrentCompiled(team);
  const dispose = own.dispose.bind(own);
  own.dispose = () => {
    team.end();
    dispose();
  };
}

async function startStock(): Promise<void> {
  if (await setBackend('wasm')) return;
  throw new BackendError(
    'wasm: the .wasm files of @tensorflow/tfjs-backend-wasm could not be loaded. In a browser, serve ' +
      'its dist/*.wasm and say where: wasm({ wasmPaths: "/assets/" }). In a bundle for Node, keep the ' +
      'package external.',
  );
}
