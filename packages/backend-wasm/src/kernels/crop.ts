import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { allocate, floats, free } from '../heap.ts';
import type { Info } from '../kernel.ts';

/**
 * The window of `size` at `start` of every picture of x [batch, height, width, channels]. Owns x: gives
 * it back unchanged when the window is all of it, frees it otherwise.
 */
export function crop(
  backend: BackendWasm,
  x: Info,
  start: readonly [number, number],
  size: readonly [number, number],
): Info {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = size;
  if (rows === height && columns === width) return x;
  const out = allocate(backend, [batch, rows, columns, channels]);
  const from = floats(backend, x);
  const to = floats(backend, out);
  for (let image = 0, target = 0; image < batch; image++) {
    for (let row = 0; row < rows; row++, target += columns * channels) {
      const source = ((image * height + start[0] + row) * width + start[1]) * channels;
      to.set(from.subarray(source, source + columns * channels), target);
    }
  }
  free(backend, x);
  return out;
}
