import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { blends, type ResizeAttributes } from './resizeGeometry.ts';

/**
 * Gradient of bilinear resizing: dy goes to the four pixels it was blended from, by their shares.
 * Stock ignores half-pixel centres.
 */
export const resizeBilinearGrad: Kernel = {
  name: 'ResizeBilinearGrad',
  build:
    () =>
    ({ inputs, attrs, backend }: Call<{ images: Info; dy: Info }, ResizeAttributes>) => {
      const { images, dy } = inputs;
      const [batch, fromHeight, fromWidth, channels] = images.shape;
      const [, height, width] = dy.shape;
      const out = allocate(backend, images.shape);
      const [gradient, dx] = [floats(backend, dy), floats(backend, out)];
      const rows = blends(fromHeight, height, attrs);
      const columns = blends(fromWidth, width, attrs);
      dx.fill(0);
      let source = 0;
      for (let image = 0; image < batch; image++) {
        for (const row of rows) {
          const upper = (image * fromHeight + row.low) * fromWidth;
          const lower = (image * fromHeight + row.high) * fromWidth;
          for (const column of columns) {
            const [left, right] = [column.low * channels, column.high * channels];
            for (let c = 0; c < channels; c++, source++) {
              const below = gradient[source] * row.share;
              const above = gradient[source] - below;
              dx[upper * channels + left + c] += above * (1 - column.share);
              dx[upper * channels + right + c] += above * column.share;
              dx[lower * channels + left + c] += below * (1 - column.share);
              dx[lower * channels + right + c] += below * column.share;
            }
          }
        }
      }
      return out;
    },
};
