import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Compiled, currentCompiled } from '../compiled/compiled.ts';
import { addressOf, allocate, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

/** The functions of assembly/elementwise.ts, by their numbers there. */
const functions = { exp: 0, sigmoid: 1, tanh: 2, erf: 3, gelu: 4, geluGradient: 5 } as const;

/** About how many products take as long as one value. */
const workPerNumber = 10;

/** f(x), or f′(x)·dy, of float32 numbers. */
export function applyElementwise(
  backend: BackendWasm,
  compiled: Compiled,
  f: keyof typeof functions,
  x: Info,
  dy?: Info,
): Info {
  const y = allocate(backend, x.shape);
  const size = sizeOf(x.shape);
  const job = [
    addressOf(backend, x),
    dy ? addressOf(backend, dy) : 0,
    addressOf(backend, y),
    size,
    functions[f],
  ];
  compiled.run('elementwise', job, workPerNumber * size);
  return y;
}

/** A kernel of tfjs-core's by a function of ours; `other`, or else stock, without SIMD. */
export const compiledElementwise = (
  name: string,
  f: keyof typeof functions,
  other?: Kernel,
): Kernel => ({
  name,
  build: (stock) => {
    const plainly = other?.build(stock) ?? stock(name);
    return (call: Call<{ x: Info }>) => {
      const compiled = currentCompiled();
      const { x } = call.inputs;
      if (!compiled || x.dtype !== 'float32') return plainly(call);
      return applyElementwise(call.backend, compiled, f, x);
    };
  },
});
