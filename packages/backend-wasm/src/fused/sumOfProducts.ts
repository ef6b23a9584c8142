import { allocate } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { fusedKernel } from './fusedKernel.ts';

export const sumOfProducts: Kernel<Info[]> = fusedKernel<Record<'a' | 'b', Info>, unknown>(
  'sumOfProducts',
  ({ backend, compiled, at }, { a, b }) => {
    const [rows, channels] = a.shape;
    const out = allocate(backend, [channels]);
    compiled.run('sumRows', [at(a), at(b), at(out), 1, rows, channels], 4 * rows * channels);
    return [out];
  },
);
