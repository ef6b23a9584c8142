import type { Info, Kernel } from '../kernel.ts';
import { avgPoolGrad } from './avgPoolGrad.ts';
import { batchMatMul } from './batchMatMul.ts';
import { conv2d } from './conv2d.ts';
import { conv2dBackpropFilter } from './conv2dBackpropFilter.ts';
import { conv2dBackpropInput } from './conv2dBackpropInput.ts';
import { depthToSpace } from './depthToSpace.ts';
import { depthwiseBackpropFilter } from './depthwiseBackpropFilter.ts';
import { depthwiseBackpropInput } from './depthwiseBackpropInput.ts';
import { einsum } from './einsum.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { fusedMatMul } from './fusedMatMul.ts';
import { gather } from './gather.ts';
import { identity } from './identity.ts';
import { leakyRelu } from './leakyRelu.ts';
import { maximum } from './maximum.ts';
import { maxPoolGrad } from './maxPoolGrad.ts';
import { minimum } from './minimum.ts';
import { oneHot } from './oneHot.ts';
import { pow } from './pow.ts';
import { mean, sum } from './reduceLeading.ts';
import { resizeBilinearGrad } from './resizeBilinearGrad.ts';
import { resizeNearestGrad } from './resizeNearestGrad.ts';
import { reverse } from './reverse.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { splitV } from './splitV.ts';
import { tanh } from './tanh.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';
import { unsortedSegmentSum } from './unsortedSegmentSum.ts';

/**
 * What tfjs-backend-wasm 4.22 lacks, gets wrong, or does several times slower than plain loops can.
 *
 * Times in the files of the kernels: Node 20, one core of an AMD EPYC (Zen 4), numbers of random sign.
 */
export const kernels: readonly (Kernel | Kernel<Info[]>)[] = [
  avgPoolGrad,
  batchMatMul,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthToSpace,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  einsum,
  erf,
  exp,
  fusedMatMul,
  gather,
  identity,
  leakyRelu,
  maximum,
  maxPoolGrad,
  mean,
  minimum,
  oneHot,
  pow,
  resizeBilinearGrad,
  resizeNearestGrad,
  reverse,
  sigmoid,
  sign,
  slice,
  softmax,
  splitV,
  sum,
  tanh,
  tile,
  transpose,
  unsortedSegmentSum,
];
