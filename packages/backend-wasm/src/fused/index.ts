import type { Info, Kernel } from '../kernel.ts';
import { adamW } from './adamW.ts';
import { attention, attentionGradient } from './attention.ts';
import { gelu, geluGradient } from './gelu.ts';
import { layerNorm, layerNormGradient } from './layerNorm.ts';
import { logSoftmax, logSoftmaxGradient } from './logSoftmax.ts';
import { orthogonalise } from './orthogonalise.ts';
import { sumOfProducts } from './sumOfProducts.ts';

/** What @xm/tensor-ops does in one kernel where it can: `fusedKernels` there. They need SIMD. */
export const fused: readonly (Kernel | Kernel<Info[]>)[] = [
  adamW,
  attention,
  attentionGradient,
  gelu,
  geluGradient,
  layerNorm,
  layerNormGradient,
  logSoftmax,
  logSoftmaxGradient,
  orthogonalise,
  sumOfProducts,
];
