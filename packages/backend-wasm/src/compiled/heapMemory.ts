import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError } from '@xm/tensor-ops';

/** The compiled module of tfjs-backend-wasm, as Emscripten wraps it. */
interface Heap {
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  _malloc(bytes: number): number;
}

/** A border of cache lines: no vector of a panel spans two, no two threads write to one. */
const line = 64;

/** The memory that tfjs and our kernels share. */
export interface HeapMemory {
  readonly memory: WebAssembly.Memory;
  /** Address of `bytes` bytes that nobody else uses, for as long as the backend lives. */
  reserve(bytes: number): number;
}

/** @throws BackendError when this tfjs-backend-wasm does not share its heap. */
export function heapMemory(backend: BackendWasm): HeapMemory {
  const heap = backend.wasm as unknown as Heap;
  const memory = heap.asm?.memory;
  if (!memory) {
    throw new BackendError(
      'wasm: our kernels need the memory of tfjs-backend-wasm, and wasm.asm.memory is not there. ' +
        'Install @tensorflow/tfjs-backend-wasm 4.22.',
    );
  }
  const reserve = (bytes: number): number =>
    Math.ceil((heap._malloc(bytes + line) >>> 0) / line) * line;
  return { memory, reserve };
}

/** Writes a job of whole numbers to its place; the view follows the memory when it grows. */
export function jobWriter(
  memory: WebAssembly.Memory,
  at: number,
): (job: readonly number[]) => void {
  let view = new Uint32Array(memory.buffer);
  return (job) => {
    if (view.buffer !== memory.buffer) view = new Uint32Array(memory.buffer);
    for (let i = 0, to = at / 4; i < job.length; i++, to++) view[to] = job[i];
  };
}
