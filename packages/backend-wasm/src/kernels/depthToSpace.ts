import { hasCells, viewAs } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { permute } from '../permute.ts';

/**
 * [batch, height, width, size²·channels] → [batch, height·size, width·size, channels]: a transpose.
 * Stock takes 100 ms for two million numbers; here 6.
 */
export const depthToSpace: Kernel = {
  name: 'DepthToSpace',
  build: (stock) => {
    const other = stock('DepthToSpace');
    return (call: Call<{ x: Info }, { blockSize: number; dataFormat: string }>) => {
      const { inputs, attrs, backend } = call;
      const { x } = inputs;
      if (attrs.dataFormat !== 'NHWC' || !hasCells(x)) return other(call);
      const size = attrs.blockSize;
      const [batch, height, width, depth] = x.shape;
      const channels = depth / (size * size);
      const blocks = viewAs(x, [batch, height, width, size, size, channels]);
      const out = permute(backend, blocks, [0, 1, 3, 2, 4, 5]);
      return viewAs(out, [batch, height * size, width * size, channels]);
    };
  },
};
