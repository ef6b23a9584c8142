import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { allocate } from './heap.ts';
import type { Info } from './kernel.ts';
import { copyAs, rowMajorSteps } from './stridedCopy.ts';

/** A copy of the part of x at `begin` that has `shape`. The caller's to free. */
export function block(
  backend: BackendWasm,
  x: Info,
  begin: readonly number[],
  shape: number[],
): Info {
  const steps = rowMajorSteps(x.shape);
  const start = steps.reduce((at, step, axis) => at + begin[axis] * step, 0);
  const out = allocate(backend, shape, x.dtype);
  copyAs(backend, x, out, { shape, steps, start });
  return out;
}
