import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { eachTap } from './depthwise.ts';

type Arguments = Call<{ dy: Info; filter: Info }, ConvAttributes & { inputShape: number[] }>;

/** Gradient of a depthwise convolution with respect to its input. Missing in tfjs-backend-wasm. */
export const depthwiseBackpropInput: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  build:
    () =>
    ({ inputs, attrs, backend }: Arguments) => {
      const { dy, filter } = inputs;
      const name = 'depthwiseConv2d gradient';
      const g = convGeometry(name, attrs.inputShape, filter.shape, attrs, true);
      const multiplier = g.outChannels / g.inChannels;
      const out = allocate(backend, attrs.inputShape);
      const [gradient, taps, dx] = [dy, filter, out].map((t) => floats(backend, t));
      dx.fill(0);
      eachTap(g, (input, output, tap) => {
        for (let k = 0; k < g.outChannels; k++) {
          dx[input + Math.floor(k / multiplier)] += gradient[output + k] * taps[tap + k];
        }
      });
      return out;
    },
};
