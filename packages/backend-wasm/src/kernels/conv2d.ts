import type { Call, Info, Kernel } from '../kernel.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { convolver } from './convolve.ts';

/** Convolution of [batch, height, width, inputs] by [rows, columns, inputs, filters]. */
export const conv2d: Kernel = {
  name: 'Conv2D',
  build: (stock) => {
    const convolve = convolver(stock);
    return ({ inputs, attrs, backend }: Call<{ x: Info; filter: Info }, ConvAttributes>) => {
      const { x, filter } = inputs;
      const g = convGeometry('conv2d', x.shape, filter.shape, attrs);
      return convolve(backend, {
        x,
        filter,
        strides: [g.strideHeight, g.strideWidth],
        dilations: [g.dilationHeight, g.dilationWidth],
        padding: g.padInfo,
      });
    };
  },
};
