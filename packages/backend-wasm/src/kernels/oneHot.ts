import { allocate, floats, ints } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

interface Attributes {
  dtype: Info['dtype'];
  depth: number;
  onValue: number;
  offValue: number;
}

/** indices […] → […, depth]. Stock rounds the two values to whole numbers, so smoothed labels are lost. */
export const oneHot: Kernel = {
  name: 'OneHot',
  build: (stock) => {
    const other = stock('OneHot');
    return (call: Call<{ indices: Info }, Attributes>) => {
      const { inputs, attrs, backend } = call;
      const { dtype, depth, onValue, offValue } = attrs;
      if (dtype !== 'float32' && dtype !== 'int32') return other(call);
      const out = allocate(backend, [...inputs.indices.shape, depth], dtype);
      const [at, to] = [ints(backend, inputs.indices), floats(backend, out)];
      to.fill(offValue);
      for (let i = 0; i < at.length; i++) {
        if (at[i] >= 0 && at[i] < depth) to[i * depth + at[i]] = onValue;
      }
      return out;
    };
  },
};
