import { slice_util, type Tensor } from '@tensorflow/tfjs-core';
import { block } from '../block.ts';
import { hasCells } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

type Range = number | number[];

/**
 * The part of `size` at `begin`. Stock makes a view for each row: [128, 16, 128] out of [128, 16, 384]
 * takes 10 ms of processor time once the views are collected as garbage, here 0.7.
 */
export const slice: Kernel = {
  name: 'Slice',
  build: (stock) => {
    const other = stock('Slice');
    return (call: Call<{ x: Info }, { begin: Range; size: Range }>) => {
      const { inputs, attrs, backend } = call;
      const { x } = inputs;
      if (!hasCells(x)) return other(call);
      const tensor = x as unknown as Tensor;
      const [begin, shape] = slice_util.parseSliceParams(tensor, attrs.begin, attrs.size);
      slice_util.assertParamsValid(tensor, begin, shape);
      return block(backend, x, begin, shape);
    };
  },
};
