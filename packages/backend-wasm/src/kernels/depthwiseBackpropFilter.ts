import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { eachTap } from './depthwise.ts';

type Arguments = Call<{ x: Info; dy: Info }, ConvAttributes & { filterShape: number[] }>;

/** Gradient of a depthwise convolution with respect to its filter. Missing in tfjs-backend-wasm. */
export const depthwiseBackpropFilter: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  build:
    () =>
    ({ inputs, attrs, backend }: Arguments) => {
      const { x, dy } = inputs;
      const name = 'depthwiseConv2d gradient';
      const g = convGeometry(name, x.shape, attrs.filterShape, attrs, true);
      const multiplier = g.outChannels / g.inChannels;
      const out = allocate(backend, attrs.filterShape);
      const [picture, gradient] = [floats(backend, x), floats(backend, dy)];
      // Thousands of products meet in one tap: sum them in double precision.
      const sums = new Float64Array(g.filterHeight * g.filterWidth * g.outChannels);
      eachTap(g, (input, output, tap) => {
        for (let k = 0; k < g.outChannels; k++) {
          sums[tap + k] += picture[input + Math.floor(k / multiplier)] * gradient[output + k];
        }
      });
      floats(backend, out).set(sums);
      return out;
    },
};
