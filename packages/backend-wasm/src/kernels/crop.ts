import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { block } from '../block.ts';
import { free } from '../heap.ts';
import type { Info } from '../kernel.ts';

/**
 * The first `rows` and `columns` of every picture of x [batch, height, width, channels]. Owns x: gives it
 * back when that is all of it, frees it otherwise.
 */
export function crop(backend: BackendWasm, x: Info, rows: number, columns: number): Info {
  const [batch, height, width, channels] = x.shape;
  if (rows === height && columns === width) return x;
  const out = block(backend, x, [0, 0, 0, 0], [batch, rows, columns, channels]);
  free(backend, x);
  return out;
}
