import { currentCompiled } from '../compiled/compiled.ts';
import { allocate } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { convolve, suits } from './compiledConvolution.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { convolver } from './convolve.ts';

/** Convolution of [batch, height, width, inputs] by [rows, columns, inputs, filters]. */
export const conv2d: Kernel = {
  name: 'Conv2D',
  build: (stock) => {
    const plainly = convolver(stock);
    return ({ inputs, attrs, backend }: Call<{ x: Info; filter: Info }, ConvAttributes>) => {
      const { x, filter } = inputs;
      const g = convGeometry('conv2d', x.shape, filter.shape, attrs);
      const compiled = currentCompiled();
      if (!compiled || !suits(g)) {
        return plainly(backend, {
          x,
          filter,
          strides: [g.strideHeight, g.strideWidth],
          dilations: [g.dilationHeight, g.dilationWidth],
          padding: g.padInfo,
        });
      }
      const y = allocate(backend, g.outShape);
      convolve(compiled, backend, 'convolve', g, { x, filter, y });
      return y;
    };
  },
};
