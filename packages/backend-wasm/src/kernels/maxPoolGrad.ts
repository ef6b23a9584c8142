import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { type PoolAttributes, poolGeometry, windows } from './poolGeometry.ts';

/**
 * Gradient of maximum pooling: dy goes to the largest element of its window, the first one on a tie.
 * Stock loses windows whose numbers are all negative.
 */
export const maxPoolGrad: Kernel = {
  name: 'MaxPoolGrad',
  build:
    () =>
    ({ inputs, attrs, backend }: Call<{ dy: Info; input: Info }, PoolAttributes>) => {
      const { dy, input } = inputs;
      const g = poolGeometry('maxPool gradient', input.shape, attrs);
      const out = allocate(backend, input.shape);
      const [gradient, x, dx] = [dy, input, out].map((t) => floats(backend, t));
      const channels = g.inChannels;
      const row = g.inWidth * channels;
      dx.fill(0);
      let target = 0;
      for (const { start, rows, columns } of windows(g)) {
        for (let c = 0; c < channels; c++, target++) {
          let best = start + c;
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              const at = start + i * row + j * channels + c;
              if (x[at] > x[best]) best = at;
            }
          }
          dx[best] += gradient[target];
        }
      }
      return out;
    },
};
