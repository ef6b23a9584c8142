import type { Info, Kernel } from '../kernel.ts';
import { applyElementwise } from '../kernels/compiledElementwise.ts';
import { fusedKernel } from './fusedKernel.ts';

export const gelu: Kernel<Info[]> = fusedKernel<{ x: Info }, unknown>(
  'gelu',
  ({ backend, compiled }, { x }) => [applyElementwise(backend, compiled, 'gelu', x)],
);

export const geluGradient: Kernel<Info[]> = fusedKernel<Record<'dy' | 'x', Info>, unknown>(
  'geluGradient',
  ({ backend, compiled }, { dy, x }) => [
    applyElementwise(backend, compiled, 'geluGradient', x, dy),
  ],
);
