import { allocate, sizeOf } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { softmaxWork } from '../kernels/softmax.ts';
import { fusedKernel } from './fusedKernel.ts';

const rowsOf = (shape: number[]): [rows: number, columns: number] => {
  const columns = shape[shape.length - 1];
  return [sizeOf(shape.slice(0, -1)), columns];
};

export const logSoftmax: Kernel<Info[]> = fusedKernel<{ x: Info }, unknown>(
  'logSoftmax',
  ({ backend, compiled, at }, { x }) => {
    const y = allocate(backend, x.shape);
    const job = [at(x), at(y), 0, ...rowsOf(x.shape)];
    compiled.run('logSoftmax', job, softmaxWork * sizeOf(x.shape));
    return [y];
  },
);

export const logSoftmaxGradient: Kernel<Info[]> = fusedKernel<Record<'dy' | 'y', Info>, unknown>(
  'logSoftmaxGradient',
  ({ backend, compiled, at }, { dy, y }) => {
    const dx = allocate(backend, y.shape);
    const job = [at(dy), at(y), at(dx), ...rowsOf(y.shape)];
    compiled.run('logSoftmaxGradient', job, softmaxWork * sizeOf(y.shape));
    return [dx];
  },
);
