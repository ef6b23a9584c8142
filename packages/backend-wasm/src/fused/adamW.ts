import type { AdamWStep } from '@xm/tensor-ops';
import { real } from '../compiled/compiled.ts';
import { allocate, sizeOf } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { fusedKernel } from './fusedKernel.ts';

type Inputs = Record<'p' | 'gradient' | 'mean' | 'square', Info>;

export const adamW: Kernel<Info[]> = fusedKernel<Inputs, AdamWStep>(
  'adamW',
  ({ backend, compiled, at }, { p, gradient, mean, square }, numbers) => {
    const { beta1, beta2, rate, root, epsilon, kept } = numbers;
    const outputs = [p, mean, square].map(({ shape }) => allocate(backend, shape));
    const size = sizeOf(p.shape);
    const job = [
      ...[p, gradient, mean, square, ...outputs].map(at),
      size,
      ...[beta1, 1 - beta1, beta2, 1 - beta2, rate, root, epsilon, kept].map(real),
    ];
    // A square root and a division take as long as several products.
    compiled.run('adamW', job, 8 * size);
    return outputs;
  },
);
