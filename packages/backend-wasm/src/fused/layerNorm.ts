import { real } from '../compiled/compiled.ts';
import { allocate } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { fusedKernel } from './fusedKernel.ts';

/** About how many products take as long as one number here. */
const workPerNumber = 8;

export const layerNorm: Kernel<Info[]> = fusedKernel<
  Record<'x' | 'gain' | 'bias', Info>,
  { epsilon: number }
>('layerNorm', ({ backend, compiled, at }, { x, gain, bias }, { epsilon }) => {
  const [rows, channels] = x.shape;
  const outputs = [x.shape, x.shape, [rows, 1]].map((shape) => allocate(backend, shape));
  const job = [...[x, gain, bias, ...outputs].map(at), rows, channels, real(epsilon)];
  compiled.run('layerNorm', job, workPerNumber * rows * channels);
  return outputs;
});

export const layerNormGradient: Kernel<Info[]> = fusedKernel<
  Record<'dy' | 'gain' | 'unit' | 'scale', Info>,
  unknown
>('layerNormGradient', ({ backend, compiled, at }, { dy, gain, unit, scale }) => {
  const [rows, channels] = dy.shape;
  const dx = allocate(backend, dy.shape);
  const job = [...[dy, gain, unit, scale, dx].map(at), rows, channels];
  compiled.run('layerNormGradient', job, workPerNumber * rows * channels);
  return [dx];
});
