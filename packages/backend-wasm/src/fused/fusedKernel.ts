import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type FusedKernel, fusedKernels } from '@xm/tensor-ops';
import { type Compiled, currentCompiled } from '../compiled/compiled.ts';
import { addressOf } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';

/** What a fused kernel runs with: `at` gives a tensor's byte address. */
export interface Tools {
  readonly backend: BackendWasm;
  readonly compiled: Compiled;
  at(tensor: Info): number;
}

/** A kernel of @xm/tensor-ops, by its name there. */
export const fusedKernel = <Inputs, Attributes>(
  name: FusedKernel,
  run: (tools: Tools, inputs: Inputs, attributes: Attributes) => Info[],
): Kernel<Info[]> => ({
  name: fusedKernels[name],
  build:
    () =>
    ({ inputs, attrs, backend }) => {
      const at = (tensor: Info): number => addressOf(backend, tensor);
      return run({ backend, compiled: currentCompiled() as Compiled, at }, inputs, attrs);
    },
});
