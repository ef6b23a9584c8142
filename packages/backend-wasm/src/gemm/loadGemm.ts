import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError } from '@xm/tensor-ops';
import { type Gemm, type GemmExports, gemmOf } from './gemm.ts';
import { plain } from './generated/plain.ts';
import { relaxed } from './generated/relaxed.ts';
import { allowRelaxedSimd } from './relaxedSimd.ts';

export type { Gemm, Matrix, Product } from './gemm.ts';

/** Two builds of the same source: relaxed SIMD rounds a·b + c once and is a fifth faster. */
export type GemmBuild = 'plain' | 'relaxed';

/** The compiled module of tfjs-backend-wasm, as Emscripten wraps it. */
interface Heap {
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  _malloc(bytes: number): number;
}

/** The faster build that this engine runs. */
export function bestGemmBuild(): GemmBuild {
  allowRelaxedSimd();
  return WebAssembly.validate(decode(relaxed)) ? 'relaxed' : 'plain';
}

/**
 * The matrix product, compiled onto the heap of `backend`. Its scratch memory, 1.2 MB there, lives as long
 * as the backend: load it once.
 *
 * @throws BackendError when this tfjs-backend-wasm does not share its heap.
 */
export async function loadGemm(
  backend: BackendWasm,
  build: GemmBuild = bestGemmBuild(),
): Promise<Gemm> {
  const heap = backend.wasm as unknown as Heap;
  const memory = heap.asm?.memory;
  if (!memory) {
    throw new BackendError(
      'wasm: the matrix product needs the memory of tfjs-backend-wasm, and wasm.asm.memory is not there. ' +
        'Install @tensorflow/tfjs-backend-wasm 4.22.',
    );
  }
  if (build === 'relaxed') allowRelaxedSimd();
  const binary = decode(build === 'relaxed' ? relaxed : plain);
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  const exports = instance.exports as unknown as GemmExports;
  return gemmOf(exports, alignedScratch(heap, exports.scratchBytes()));
}

/** On the border of a cache line, so that no vector of a panel spans two. */
function alignedScratch(heap: Heap, bytes: number): number {
  const line = 64;
  return Math.ceil(heap._malloc(bytes + line) / line) * line;
}

const decode = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
