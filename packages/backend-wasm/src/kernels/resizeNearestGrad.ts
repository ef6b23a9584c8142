import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { nearest, type ResizeAttributes } from './resizeGeometry.ts';

/** Gradient of nearest-pixel resizing: dy goes to the pixel it shows. Stock ignores half-pixel centres. */
export const resizeNearestGrad: Kernel = {
  name: 'ResizeNearestNeighborGrad',
  build:
    () =>
    ({ inputs, attrs, backend }: Call<{ images: Info; dy: Info }, ResizeAttributes>) => {
      const { images, dy } = inputs;
      const [batch, fromHeight, fromWidth, channels] = images.shape;
      const [, height, width] = dy.shape;
      const out = allocate(backend, images.shape);
      const [gradient, dx] = [floats(backend, dy), floats(backend, out)];
      const rows = nearest(fromHeight, height, attrs);
      const columns = nearest(fromWidth, width, attrs);
      dx.fill(0);
      let source = 0;
      for (let image = 0; image < batch; image++) {
        for (const row of rows) {
          for (const column of columns) {
            const target = ((image * fromHeight + row) * fromWidth + column) * channels;
            for (let c = 0; c < channels; c++, source++) dx[target + c] += gradient[source];
          }
        }
      }
      return out;
    },
};
