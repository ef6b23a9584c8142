import { broadcast_util } from '@tensorflow/tfjs-core';
import { allocate, floats, words } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { rowMajorSteps } from '../stridedCopy.ts';

/** The same memory as float32 and as bit patterns. */
export interface Numbers {
  readonly floats: Float32Array;
  readonly words: Int32Array;
}

/** One run of a broadcast: a step is 0 where that side stands still, 1 where it moves along. */
export interface Run {
  aAt: number;
  aStep: number;
  bAt: number;
  bStep: number;
  at: number;
  count: number;
}

export type Row = (a: Numbers, b: Numbers, to: Numbers, run: Run) => void;

/** f(a, b) with broadcasting. `row` holds its own loop, so that the engine compiles it for f alone. */
export const pairwise = (name: string, row: Row): Kernel => ({
  name,
  build: (stock) => {
    const other = stock(name);
    return (call: Call<{ a: Info; b: Info }>) => {
      const { inputs, backend } = call;
      const { a, b } = inputs;
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return other(call);
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const out = allocate(backend, shape);
      const [left, right, to] = [a, b, out].map((x) => ({
        floats: floats(backend, x),
        words: words(backend, x),
      }));
      eachRow(shape, broadcastSteps(a.shape, shape), broadcastSteps(b.shape, shape), (run) =>
        row(left, right, to, run),
      );
      return out;
    };
  },
});

function broadcastSteps(from: number[], to: number[]): number[] {
  const own = rowMajorSteps(from);
  const lead = to.length - from.length;
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]));
}

/** Visits the longest runs in which both sides move with a step of their own, joining axes where it can. */
function eachRow(shape: number[], a: number[], b: number[], visit: (run: Run) => void): void {
  let axis = shape.length - 1;
  while (axis >= 0 && shape[axis] === 1) axis--;
  const [aStep, bStep] = axis < 0 ? [0, 0] : [a[axis], b[axis]];
  let count = 1;
  while (
    axis >= 0 &&
    (shape[axis] === 1 || (a[axis] === aStep * count && b[axis] === bStep * count))
  ) {
    count *= shape[axis--];
  }
  const outer = shape.slice(0, axis + 1);
  const index = outer.map(() => 0);
  const total = shape.reduce((x, y) => x * y, 1);
  const run = { aAt: 0, aStep, bAt: 0, bStep, at: 0, count };
  for (; run.at < total; run.at += count) {
    visit(run);
    for (let k = axis; k >= 0; k--) {
      run.aAt += a[k];
      run.bAt += b[k];
      if (++index[k] < outer[k]) break;
      run.aAt -= a[k] * outer[k];
      run.bAt -= b[k] * outer[k];
      index[k] = 0;
    }
  }
}
