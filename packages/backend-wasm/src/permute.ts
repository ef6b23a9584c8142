import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { allocate } from './heap.ts';
import type { Info } from './kernel.ts';
import { copyAs, rowMajorSteps } from './stridedCopy.ts';

/** x with its axes in the order `axes`: axis i of the result is axis `axes[i]` of x. The caller's to free. */
export function permute(backend: BackendWasm, x: Info, axes: readonly number[]): Info {
  const steps = rowMajorSteps(x.shape);
  const shape = axes.map((axis) => x.shape[axis]);
  const out = allocate(backend, shape, x.dtype);
  const layout = { shape, steps: axes.map((axis) => steps[axis]), start: 0 };
  copyAs(backend, x, out, layout);
  return out;
}
