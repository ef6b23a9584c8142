import { fill, type Params, type Rng, reshape, type Tensor, tile, zeros } from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import { drawNear, type LatentDistribution } from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import type { MethodParts, Use } from './method.ts';

/** r(wₘ) of each modality with private latents, what a decoder is told of them where another modality speaks. */
export interface StrangePriors extends Pick<Use, 'drawOwn' | 'logOwn'> {
  /** It begins as the prior: `{ [modality]: { logVar } }`. */
  init(): Params;
  /** A draw that gradients pass through, [rows, latents]; `params` are the method's own. */
  draw(params: Params, modality: Modality, rows: number, rng: Rng): Tensor;
}

/** Its params are `strange` of the method's own. The mean is 0, and the variance is learned. */
export function strangePriors(
  { readers }: MethodParts,
  distribution: LatentDistribution,
): StrangePriors {
  const { priorLogVar, sample, logDensity } = distribution;
  const at = (params: Params, modality: Modality, rows: number): Normal => {
    const strange = params['strange'] as Params;
    const { logVar } = strange[modality] as { readonly logVar: Tensor };
    const latents = logVar.size;
    return { mu: zeros([rows, latents]), logVar: tile(reshape(logVar, [1, latents]), [rows, 1]) };
  };
  return {
    init: () => {
      const sizes = Object.entries(readers).map(
        ([modality, { channel }]) => [modality, channel.latents] as const,
      );
      const some = sizes.filter(([, latents]) => latents > 0);
      return Object.fromEntries(
        some.map(([modality, latents]) => [modality, { logVar: fill([latents], priorLogVar) }]),
      );
    },
    draw: (params, modality, rows, rng) => sample(at(params, modality, rows), rng),
    drawOwn: (params, modality, z, { temperature, rng }) =>
      drawNear(distribution, at(params, modality, z.shape[0]), temperature, rng),
    logOwn: (params, modality, w) => logDensity(w, at(params, modality, w.shape[0])),
  };
}
