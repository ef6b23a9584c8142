// Where a step spends its time: milliseconds by kernel, the dearest shapes among them.
import { getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/** Wraps the kernels of a backend; `start` sets the clocks to zero, `table` prints them. */
export function profileKernels(backendName) {
  let spent = new Map();
  const book = (key, ms) => {
    const [total, calls] = spent.get(key) ?? [0, 0];
    spent.set(key, [total + ms, calls + 1]);
  };
  for (const kernel of getKernelsForBackend(backendName)) {
    unregisterKernel(kernel.kernelName, backendName);
    registerKernel({
      ...kernel,
      kernelFunc: (call) => {
        const begin = performance.now();
        const result = kernel.kernelFunc(call);
        const ms = performance.now() - begin;
        const shapes = Object.values(call.inputs).map((x) => `[${x?.shape ?? ''}]`);
        book(kernel.kernelName, ms);
        book(`  ${kernel.kernelName} ${shapes.join(' ')}`, ms);
        return result;
      },
    });
  }
  return {
    start: () => {
      spent = new Map();
    },
    table: (most = 30) =>
      [...spent]
        .sort(([, [a]], [, [b]]) => b - a)
        .slice(0, most)
        .map(
          ([key, [ms, calls]]) =>
            `${ms.toFixed(1).padStart(8)} ms ${String(calls).padStart(4)}  ${key}`,
        )
        .join('\n'),
  };
}
