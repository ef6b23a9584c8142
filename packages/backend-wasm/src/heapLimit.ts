import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError } from '@xm/tensor-ops';

/** The parts of Emscripten's module that allocate. */
interface Heap {
  _malloc(bytes: number): number;
  _free(at: number): void;
  readonly HEAPU8: Uint8Array;
}

const megabytes = (bytes: number): string =>
  `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;

/**
 * Makes an allocation that does not fit throw. Stock goes on with address 0 and writes over its own data.
 */
export function refuseTooMuch(backend: BackendWasm): void {
  const heap = backend.wasm as unknown as Heap;
  // Emscripten puts the true function in the place of a first one when that is called.
  heap._free(heap._malloc(1));
  const malloc = heap._malloc.bind(heap);
  heap._malloc = (bytes) => {
    const at = bytes < 2 ** 32 ? malloc(bytes) : 0;
    if (at === 0 && bytes > 0) {
      throw new BackendError(
        `wasm: a tensor of ${megabytes(bytes)} does not fit beside the ${megabytes(heap.HEAPU8.length)} ` +
          'that the heap holds; it can grow to 4,096 MB. Use smaller batches, or dispose what is not needed.',
      );
    }
    return at;
  };
}
