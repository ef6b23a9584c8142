import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { backend_util } from '@tensorflow/tfjs-core';
import type { Compiled } from '../compiled/compiled.ts';
import { type ConvolutionKind, fitsColumns } from '../compiled/convolution.ts';
import type { Info } from '../kernel.ts';
import { patchConvolution } from './patchConvolution.ts';
import { suitsWinograd, winograd } from './winograd.ts';

type Geometry = backend_util.Conv2DInfo;

/** Whether our convolution does it: filters without holes, and not larger than any has been. */
export const suits = ({ dilationHeight, dilationWidth, ...g }: Geometry): boolean =>
  dilationHeight * dilationWidth === 1 &&
  fitsColumns(g.filterHeight * g.filterWidth * g.inChannels);

/**
 * One of the three products of a convolution, between pictures x (or their gradient), a filter and a result
 * y; the one that `kind` says is written.
 */
export function convolve(
  compiled: Compiled,
  backend: BackendWasm,
  kind: ConvolutionKind,
  g: Geometry,
  operands: Record<'x' | 'filter' | 'y', Info>,
): void {
  const way = suitsWinograd(g) ? winograd : patchConvolution;
  way(compiled, backend, kind, g, operands);
}
