import type { Call, Info, Kernel } from '../kernel.ts';

/**
 * The same numbers under a new handle. Stock copies them; since no kernel writes to its inputs, counting
 * one more user is enough. The tape keeps a clone of everything a gradient needs, so a step is full of
 * them.
 */
export const identity: Kernel = {
  name: 'Identity',
  build: () => (call: Call<{ x: Info }>) => {
    const { dataId, shape, dtype } = call.inputs.x;
    call.backend.incRef(dataId);
    return { dataId, shape, dtype };
  },
};
