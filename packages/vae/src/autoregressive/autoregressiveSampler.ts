import {
  add,
  ConfigError,
  exp,
  expandDims,
  fold,
  mean,
  mul,
  neg,
  normal,
  type Rng,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
  transpose,
  zeros,
} from '@xm/tensor-ops';
import { logMeanExp } from '../bounds/logMeanExp.ts';
import { maybeStandardised, restored, standardised, unitSpread } from '../flow/spread.ts';
import { drawComponent } from '../mixture/drawComponent.ts';
import type { LearnedSampler } from '../model/latentSampler.ts';
import {
  type ConditionalMixturesConfig,
  conditionalMixtures,
  type Mixtures,
} from './conditionalMixtures.ts';

export interface AutoregressiveSamplerConfig extends Omit<ConditionalMixturesConfig, 'components'> {
  readonly kind: 'autoregressive';
  /** Normal distributions of each latent: 12 unless told otherwise. */
  readonly components?: number | undefined;
  /**
   * What the temperature that is asked for is multiplied by, 0 to 1: below 1, latents are more typical than those it learned from, and less
   * of what it has not learned yet is drawn with them. 1 unless told otherwise.
   */
  readonly temperature?: number | undefined;
}

/** Latents drawn one after the other, each from a mixture of normal distributions that those before it ask for. */
export interface AutoregressiveSampler extends LearnedSampler {
  readonly kind: 'autoregressive';
}

/**
 * Latents as they really are, by the chain rule: Π p(uᵢ | u_<i, condition), each factor a mixture of normal distributions,
 * of standardised latents u.
 *
 * Latents of a trained encoder fill thin, folded sheets: those of shapes are known to a hundredth of how far they spread. A density can be
 * as narrow as that and have branches; a flow from noise must move to within a hundredth, and cannot tear.
 *
 * `loss` is −log p in nats a latent, the mean over rows. At a temperature T deviations are T times as large, and so is the noise by
 * which components are drawn.
 *
 * @param condition length of the condition; 0 for none, then `sample` is told how many rows
 * @throws ConfigError for fewer than one latent, unit, layer or component, or a temperature that is not from 0 to 1.
 * @see Uria, Murray and Larochelle 2013; mixtures under a condition: Bishop 1994, equations 20 to 23
 */
export function autoregressiveSampler(
  config: AutoregressiveSamplerConfig,
  latents: number,
  condition: number,
): AutoregressiveSampler {
  const { kind, width, depth, components = 12, temperature: typical = 1 } = config;
  for (const [name, count] of Object.entries({ latents, width, depth, components })) {
    if (!Number.isInteger(count) || count < 1) {
      throw new ConfigError(
        `autoregressiveSampler: ${name} must be a whole number from 1, got ${count}.`,
      );
    }
  }
  if (!(typical >= 0 && typical <= 1)) {
    throw new ConfigError(
      `autoregressiveSampler: temperature must be a number from 0 to 1, got ${typical}.`,
    );
  }
  const network = conditionalMixtures({ width, depth, components }, latents, condition);
  return {
    kind,
    config: { kind, width, depth, components, temperature: typical },
    batch: 256,
    init: (rng) => ({
      network: network.init(rng),
      latents: unitSpread(latents),
      ...(condition > 0 && { condition: unitSpread(condition) }),
    }),
    loss: (params, data, told) =>
      tidy(() => {
        const x = standardised(data, params.latents);
        const mixtures = network.apply(
          params.network,
          x,
          maybeStandardised(told, params.condition),
        );
        return mean(neg(logDensity(x, mixtures))) as Scalar;
      }),
    sample: (params, told, { rng, temperature: asked = 1 }) =>
      tidy(() => {
        const temperature = typical * asked;
        const given =
          typeof told === 'number' ? undefined : maybeStandardised(told, params.condition);
        const rows = typeof told === 'number' ? told : told.shape[0];
        const noise = {
          within: normal(fold(rng, 'within'), [latents, rows], 0, temperature),
          component: fold(rng, 'component'),
          temperature,
        };
        let x: Tensor = zeros([rows, latents]);
        // Each pass makes one more latent right: that which is told those made so far. All have the same noise.
        for (let i = 0; i < latents; i++) {
          x = tidy(() => drawn(network.apply(params.network, x, given), noise));
        }
        return restored(x, params.latents);
      }),
  };
}

/** Of each latent of each row, under its mixture: [latents, rows], nats. */
export function logDensity(x: Tensor, { logShare, mean: centre, logDeviation }: Mixtures): Tensor {
  const away = mul(sub(expandDims(transpose(x), 2), centre), exp(neg(logDeviation)));
  const each = sub(sub(logShare, logDeviation), mul(0.5, add(square(away), Math.log(2 * Math.PI))));
  // Not of their mean, but of their sum.
  return add(logMeanExp(each, 2), Math.log(each.shape[2] as number));
}

interface Noise {
  /** [latents, rows] */
  readonly within: Tensor;
  readonly component: Rng;
  readonly temperature: number;
}

/** [rows, latents] */
function drawn({ logShare, mean: centre, logDeviation }: Mixtures, noise: Noise): Tensor {
  const choice = drawComponent(logShare, noise.temperature, noise.component);
  const spread = mul(exp(logDeviation), expandDims(noise.within, 2));
  return transpose(sum(mul(choice, add(centre, spread)), 2));
}
