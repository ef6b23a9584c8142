import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Info } from './kernel.ts';

/**
 * The numbers of a tensor, in place on the WebAssembly heap.
 *
 * Any allocation may grow the heap and leave views of it empty: allocate outputs first, take views after.
 */
export const floats = (backend: BackendWasm, tensor: Info): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array;

export const ints = (backend: BackendWasm, tensor: Info): Int32Array =>
  backend.typedArrayFromHeap(tensor) as Int32Array;

const bytes = (backend: BackendWasm, tensor: Info): Uint8Array =>
  backend.typedArrayFromHeap(tensor) as Uint8Array;

/** An output of a kernel. Its memory holds whatever was there before: write every element. */
export const allocate = (
  backend: BackendWasm,
  shape: number[],
  dtype: Info['dtype'] = 'float32',
): Info => backend.makeOutput(shape, dtype) as Info;

/** Byte address of a tensor on the heap. It stays where it is as long as it lives. */
export const addressOf = (backend: BackendWasm, { dataId }: Info): number =>
  backend.getMemoryOffset(dataId);

export const free = (backend: BackendWasm, ...tensors: Info[]): void => {
  for (const tensor of tensors) backend.disposeData(tensor.dataId);
};

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The same numbers under another shape; borrows, so never free it. */
export const viewAs = (tensor: Info, shape: number[]): Info => ({ ...tensor, shape });

/** Bit patterns of a float32 or int32 tensor: four bytes each. */
export const words = (backend: BackendWasm, tensor: Info): Int32Array =>
  backend.typedArrayFromHeap({ ...tensor, dtype: 'int32' }) as Int32Array;

/** Elements as bit patterns, four bytes or (bool) one: for kernels that only move them. */
export type Cells = Int32Array | Uint8Array;

export const cells = (backend: BackendWasm, tensor: Info): Cells =>
  tensor.dtype === 'bool' ? bytes(backend, tensor) : words(backend, tensor);

/** Whether the elements lie on the heap, one after another, as `cells` reads them. */
export const hasCells = ({ dtype }: Info): boolean =>
  dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
