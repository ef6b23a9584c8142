import { real } from '../compiled/compiled.ts';
import { allocate } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { fusedKernel, type Tools } from './fusedKernel.ts';

interface Heads {
  readonly heads: number;
}

/** The sizes of an attention, after its addresses. */
function sizes(qkv: Info, { heads }: Heads): { job: number[]; work: number } {
  const [batch, length, width] = qkv.shape;
  const size = width / 3 / heads;
  const work = batch * heads * length * length * (2 * size + 12);
  return { job: [batch, length, heads, size, real(1 / Math.sqrt(size))], work };
}

const maskAt = ({ at }: Tools, mask: Info | undefined): number => (mask ? at(mask) : 0);

export const attention: Kernel<Info[]> = fusedKernel<{ qkv: Info; mask?: Info }, Heads>(
  'attention',
  (tools, { qkv, mask }, attributes) => {
    const { backend, compiled, at } = tools;
    const [batch, length, width] = qkv.shape;
    const y = allocate(backend, [batch, length, width / 3]);
    const { job, work } = sizes(qkv, attributes);
    compiled.run('attention', [at(qkv), maskAt(tools, mask), at(y), 0, ...job], work);
    return [y];
  },
);

export const attentionGradient: Kernel<Info[]> = fusedKernel<
  { dy: Info; qkv: Info; mask?: Info },
  Heads
>('attentionGradient', (tools, { dy, qkv, mask }, attributes) => {
  const { backend, compiled, at } = tools;
  const dqkv = allocate(backend, qkv.shape);
  const { job, work } = sizes(qkv, attributes);
  const addresses = [at(qkv), maskAt(tools, mask), at(dy), at(dqkv)];
  compiled.run('attentionGradient', [...addresses, ...job], 3 * work);
  return [dqkv];
});
