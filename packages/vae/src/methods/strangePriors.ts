import { fill, type Params, reshape, type Tensor, tile, zeros } from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import type { LatentDistribution } from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import type { MethodParts } from './method.ts';

/** r(wₘ) of each modality with private latents, which begins as the prior: `{ [modality]: { logVar } }`. */
export const strangePriors = (
  { readers }: MethodParts,
  { priorLogVar }: LatentDistribution,
): Params =>
  Object.fromEntries(
    Object.entries(readers).flatMap(
      ([
        modality,
        {
          channel: { latents },
        },
      ]) => (latents > 0 ? [[modality, { logVar: fill([latents], priorLogVar) }]] : []),
    ),
  );

/** So many rows of r(wₘ), whose mean is 0 and whose variance is learned: [rows, latents]. */
export function strangePrior(params: Params, modality: Modality, rows: number): Normal {
  const { logVar } = params[modality] as { readonly logVar: Tensor };
  const latents = logVar.size;
  return { mu: zeros([rows, latents]), logVar: tile(reshape(logVar, [1, latents]), [rows, 1]) };
}
