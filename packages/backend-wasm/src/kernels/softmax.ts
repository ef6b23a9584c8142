import { currentCompiled } from '../compiled/compiled.ts';
import { addressOf, allocate, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

/** About how many products take as long as one number here. */
export const softmaxWork = 12;

/** exp(x − max)/Σ over the last axis, in two passes over each row. */
export const softmax: Kernel = {
  name: 'Softmax',
  build: (stock) => {
    const plainly = stock('Softmax');
    return (call: Call<{ logits: Info }, { dim: number }>) => {
      const { inputs, attrs, backend } = call;
      const { logits } = inputs;
      const compiled = currentCompiled();
      const last = attrs.dim === -1 || attrs.dim === logits.shape.length - 1;
      const size = sizeOf(logits.shape);
      if (!compiled || !last || logits.dtype !== 'float32' || size === 0) return plainly(call);
      const y = allocate(backend, logits.shape);
      const [from, to] = [logits, y].map((tensor) => addressOf(backend, tensor));
      const columns = logits.shape[logits.shape.length - 1];
      compiled.run('softmax', [from, to, 0, size / columns, columns], softmaxWork * size);
      return y;
    };
  },
};
