import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { currentCompiled } from './compiled/compiled.ts';
import { addressOf, type Cells, cells } from './heap.ts';
import type { Info } from './kernel.ts';

/** Where in the source the elements of a row-major result lie: start + Σ index[axis]·steps[axis]. */
export interface Layout {
  readonly shape: readonly number[];
  readonly steps: readonly number[];
  readonly start: number;
}

/** Side of the square that is turned at once: eight rows of eight words stay in the first-level cache. */
const tile = 8;

/** Axes that a compiled copy has room for. */
const mostAxes = 12;

/** Fills `out`, row-major of `layout.shape`, from `x`, which must be of its type. */
export function copyAs(backend: BackendWasm, x: Info, out: Info, layout: Layout): void {
  const compiled = currentCompiled();
  const { shape, steps } = mergeAxes(layout);
  const size = shape.reduce((a, b) => a * b, 1);
  if (!compiled || x.dtype === 'bool' || shape.length > mostAxes || size === 0) {
    stridedCopy(cells(backend, x), cells(backend, out), layout);
    return;
  }
  const from = addressOf(backend, x) + 4 * layout.start;
  const axes = shape.flatMap((size, axis) => [size, 4 * steps[axis]]);
  const job = [from, addressOf(backend, out), shape.length, ...axes];
  compiled.run('copy', job, 4 * size);
}

/**
 * Fills `to`, row-major of `layout.shape`, from `from`: transposing, reversing and repeating are the same
 * copy under different steps. About 3 ns an element when the fastest axis changes, 1 ns otherwise.
 */
function stridedCopy(from: Cells, to: Cells, layout: Layout): void {
  if (to.length === 0) return;
  const { shape, steps } = mergeAxes(layout);
  const last = shape.length - 1;
  const toSteps = rowMajorSteps(shape);
  // The axis along which the source is contiguous; when it is not the last, two axes turn in tiles.
  const near = steps[last] === 1 ? -1 : steps.lastIndexOf(1);
  const outer = shape.map((_, axis) => axis).filter((axis) => axis !== last && axis !== near);
  const index = new Int32Array(outer.length);
  let source = layout.start;
  let target = 0;
  for (;;) {
    if (near < 0) copyRow(from, source, steps[last], to, target, shape[last]);
    else copyTurned(from, source, steps[last], to, target, toSteps[near], shape[last], shape[near]);
    let k = outer.length - 1;
    for (; k >= 0; k--) {
      const axis = outer[k];
      source += steps[axis];
      target += toSteps[axis];
      if (++index[k] < shape[axis]) break;
      source -= steps[axis] * shape[axis];
      target -= toSteps[axis] * shape[axis];
      index[k] = 0;
    }
    if (k < 0) return;
  }
}

/** Steps of a row-major array. */
export function rowMajorSteps(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    steps[axis] = steps[axis + 1] * shape[axis + 1];
  }
  return steps;
}

/** Drops axes of size one and joins neighbours that one step describes. */
function mergeAxes({ shape, steps }: Layout): { shape: number[]; steps: number[] } {
  const merged: { shape: number[]; steps: number[] } = { shape: [], steps: [] };
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const end = merged.shape.length - 1;
    if (end >= 0 && merged.steps[end] === steps[axis] * size) {
      merged.shape[end] *= size;
      merged.steps[end] = steps[axis];
    } else {
      merged.shape.push(size);
      merged.steps.push(steps[axis]);
    }
  });
  return merged.shape.length > 0 ? merged : { shape: [1], steps: [1] };
}

function copyRow(
  from: Cells,
  source: number,
  step: number,
  to: Cells,
  target: number,
  count: number,
): void {
  // A view for a short run costs more than the copy, now or when the garbage is collected.
  if (step === 1 && count > 512) {
    to.set(from.subarray(source, source + count), target);
    return;
  }
  for (let i = 0; i < count; i++, source += step) to[target + i] = from[source];
}

/** Rows of the source, `step` apart, become columns of the target, `toStep` apart. */
function copyTurned(
  from: Cells,
  source: number,
  step: number,
  to: Cells,
  target: number,
  toStep: number,
  rows: number,
  columns: number,
): void {
  for (let top = 0; top < rows; top += tile) {
    const bottom = Math.min(rows, top + tile);
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile);
      for (let row = top; row < bottom; row++) {
        const start = source + row * step;
        for (let column = left; column < right; column++) {
          to[target + column * toStep + row] = from[start + column];
        }
      }
    }
  }
}
