import { currentCompiled } from '../compiled/compiled.ts';
import { convolution } from '../compiled/convolution.ts';
import { allocate, free } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { convolver } from './convolve.ts';
import { allocateFramed, copyFrame, needsFrame, patchesOf, suits } from './framed.ts';

/** Convolution of [batch, height, width, inputs] by [rows, columns, inputs, filters]. */
export const conv2d: Kernel = {
  name: 'Conv2D',
  build: (stock) => {
    const convolve = convolver(stock);
    return ({ inputs, attrs, backend }: Call<{ x: Info; filter: Info }, ConvAttributes>) => {
      const { x, filter } = inputs;
      const g = convGeometry('conv2d', x.shape, filter.shape, attrs);
      const compiled = currentCompiled();
      if (!compiled || !suits(g)) {
        return convolve(backend, {
          x,
          filter,
          strides: [g.strideHeight, g.strideWidth],
          dilations: [g.dilationHeight, g.dilationWidth],
          padding: g.padInfo,
        });
      }
      const y = allocate(backend, g.outShape);
      const framed = needsFrame(g) ? allocateFramed(backend, g) : x;
      if (framed !== x) copyFrame(compiled, backend, 'pad', g, x, framed);
      convolution(compiled, 'convolve', {
        patches: patchesOf(backend, g, framed),
        filter: backend.getMemoryOffset(filter.dataId),
        y: backend.getMemoryOffset(y.dataId),
        filters: g.outChannels,
      });
      if (framed !== x) free(backend, framed);
      return y;
    };
  },
};
