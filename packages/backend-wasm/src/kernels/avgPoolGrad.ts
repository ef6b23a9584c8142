import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { type PoolAttributes, poolGeometry, windows } from './poolGeometry.ts';

/** Gradient of average pooling: each element of a window receives dy over the window's size in the picture. */
export const avgPoolGrad: Kernel = {
  name: 'AvgPoolGrad',
  build:
    () =>
    ({ inputs, attrs, backend }: Call<{ dy: Info; input: Info }, PoolAttributes>) => {
      const { dy, input } = inputs;
      const g = poolGeometry('avgPool gradient', input.shape, attrs);
      const out = allocate(backend, input.shape);
      const [gradient, dx] = [floats(backend, dy), floats(backend, out)];
      const channels = g.inChannels;
      const row = g.inWidth * channels;
      dx.fill(0);
      let target = 0;
      for (const { start, rows, columns } of windows(g)) {
        const share = 1 / (rows * columns);
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            const at = start + i * row + j * channels;
            for (let c = 0; c < channels; c++) dx[at + c] += gradient[target + c] * share;
          }
        }
        target += channels;
      }
      return out;
    },
};
