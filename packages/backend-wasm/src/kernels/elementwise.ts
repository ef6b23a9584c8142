import { allocate, floats } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

type Fill = (x: Float32Array, y: Float32Array, attrs: Record<string, number>) => void;

/** y = f(x) element by element. `fill` holds its own loop, so that the engine compiles it for f alone. */
export const elementwise = (name: string, fill: Fill): Kernel => ({
  name,
  build: (stock) => {
    const other = stock(name);
    return (call: Call<{ x: Info }, Record<string, number>>) => {
      const { inputs, attrs, backend } = call;
      if (inputs.x.dtype !== 'float32') return other(call);
      const out = allocate(backend, inputs.x.shape);
      fill(floats(backend, inputs.x), floats(backend, out), attrs);
      return out;
    };
  },
});
