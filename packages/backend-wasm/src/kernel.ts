import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  getKernel,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** A tensor as kernels see it: where its numbers lie, and how to read them. */
export interface Info {
  readonly dataId: object;
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
}

export interface Call<Inputs = Record<string, Info>, Attributes = Record<string, unknown>> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}

// biome-ignore lint/suspicious/noExplicitAny: every kernel has inputs and attributes of its own.
export type Run<Out = Info> = (call: Call<any, any>) => Out;

/** Runs a kernel of tfjs-backend-wasm by name; the one that was there before ours replaced it. */
export type Stock = (name: string) => Run;

/** A kernel that replaces tfjs-backend-wasm's, or that it lacks. */
export interface Kernel<Out extends Info | Info[] = Info> {
  readonly name: string;
  /** `stock` gives the kernels of tfjs-backend-wasm, for the work they do well. */
  build(stock: Stock): Run<Out>;
}

/**
 * Puts `kernels` in the place of those that tfjs-backend-wasm registered.
 *
 * The set-up function of a replaced kernel stays: it binds the compiled function that `stock` runs, and
 * tfjs calls it when the backend starts.
 */
export function replaceKernels(kernels: readonly (Kernel | Kernel<Info[]>)[]): void {
  const stock: Stock = (name) => {
    const found = originals.get(name) ?? getKernel(name, 'wasm')?.kernelFunc;
    return found as unknown as Run;
  };
  const originals = new Map(
    kernels.map(({ name }) => [name, getKernel(name, 'wasm')?.kernelFunc] as const),
  );
  for (const { name, build } of kernels) {
    const setupFunc = getKernel(name, 'wasm')?.setupFunc;
    const kernelFunc = build(stock) as unknown as KernelFunc;
    if (originals.get(name)) unregisterKernel(name, 'wasm');
    registerKernel({
      kernelName: name,
      backendName: 'wasm',
      kernelFunc,
      ...(setupFunc ? { setupFunc } : {}),
    });
  }
}
