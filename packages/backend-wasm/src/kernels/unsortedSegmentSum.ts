import { currentCompiled } from '../compiled/compiled.ts';
import { addressOf, allocate, floats, ints, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';

type Arguments = Call<{ x: Info; segmentIds: Info }, { numSegments: number }>;

/**
 * out[s] = Σ x[i] over the i with segmentIds[i] = s: the gradient of gather. Ids outside 0…numSegments − 1
 * are left out, as TensorFlow does with negative ones. Missing in tfjs-backend-wasm.
 */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  build:
    () =>
    ({ inputs, attrs, backend }: Arguments) => {
      const { x, segmentIds } = inputs;
      const segments = attrs.numSegments;
      const inner = x.shape.slice(segmentIds.shape.length);
      const out = allocate(backend, [segments, ...inner], x.dtype);
      const compiled = currentCompiled();
      if (compiled && x.dtype === 'float32') {
        const addresses = [x, segmentIds, out].map((tensor) => addressOf(backend, tensor));
        const [count, columns] = [sizeOf(segmentIds.shape), sizeOf(inner)];
        compiled.run('segmentSum', [...addresses, count, columns, segments], 4 * sizeOf(x.shape));
        return out;
      }
      const [from, to] = [floats(backend, x), floats(backend, out)];
      const ids = ints(backend, segmentIds);
      const width = sizeOf(inner);
      to.fill(0);
      for (let i = 0; i < ids.length; i++) {
        if (ids[i] < 0 || ids[i] >= segments) continue;
        const [source, target] = [i * width, ids[i] * width];
        for (let k = 0; k < width; k++) to[target + k] += from[source + k];
      }
      return out;
    },
};
