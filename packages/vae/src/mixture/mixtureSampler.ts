import {
  add,
  ConfigError,
  expandDims,
  fill,
  fold,
  type Json,
  log,
  matMul,
  mul,
  normal,
  type Params,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  tile,
  transpose,
  zeros,
} from '@xm/tensor-ops';
import type { LatentSampler } from '../model/latentSampler.ts';
import { conditionals } from './conditional.ts';
import { drawComponent } from './drawComponent.ts';
import type { MixtureConfig } from './fitMixture.ts';
import type { Mixture } from './mixture.ts';

/** Latents drawn from a mixture of normal distributions, given a condition in closed form. */
export interface MixtureSampler extends LatentSampler {
  readonly kind: 'mixture';
  /** How it is fitted. */
  readonly mixture: MixtureConfig;
  /** The params of a mixture that was fitted to rows of [condition, latents]; the caller's. */
  paramsOf(mixture: Mixture): Params;
}

/**
 * Draws a component by its share of what is told, then latents from it: exact, at once, and fitted in seconds. At a
 * temperature T the noise of both is T times as large: at 0 it is the mean of the most probable component.
 *
 * @param condition length of the condition; 0 for none
 * @throws ConfigError for less than one component.
 * @see Ghosh et al. 2020, section 4, who fit such a mixture to the codes of a trained model
 */
export function mixtureSampler(
  config: MixtureConfig,
  latents: number,
  condition: number,
): MixtureSampler {
  const { components: count } = config;
  if (!Number.isInteger(count) || count < 1) {
    throw new ConfigError(
      `mixtureSampler: components must be a whole number from 1, got ${count}.`,
    );
  }
  return {
    kind: 'mixture',
    mixture: config,
    config: { ...config } as unknown as Json,
    init: () => ({
      logWeight: fill([count], -Math.log(count)),
      drawnMean: zeros([count, latents]),
      factor: identities(count, latents),
      ...(condition > 0 && {
        givenMean: zeros([count, condition]),
        whitening: identities(count, condition),
        regression: zeros([count, latents, condition]),
      }),
    }),
    paramsOf: (mixture) => {
      const each = conditionals(mixture, condition);
      const stacked = (part: 'drawnMean' | 'factor' | 'givenMean' | 'whitening' | 'regression') =>
        each.flatMap((one) => Array.from(one[part]));
      return {
        logWeight: tensor(each.map(({ logWeight }) => logWeight)),
        drawnMean: tensor(stacked('drawnMean'), [count, latents]),
        factor: tensor(stacked('factor'), [count, latents, latents]),
        ...(condition > 0 && {
          givenMean: tensor(stacked('givenMean'), [count, condition]),
          whitening: tensor(stacked('whitening'), [count, condition, condition]),
          regression: tensor(stacked('regression'), [count, latents, condition]),
        }),
      };
    },
    sample: (params, told, { rng, temperature = 1 }) =>
      tidy(() => {
        const p = params as Record<string, Tensor>;
        const rows = typeof told === 'number' ? told : told.shape[0];
        const noise = normal(fold(rng, 'noise'), [rows, latents], 0, temperature);
        // All below is [components, rows, …].
        const spread = matMul(tile(expandDims(noise, 0), [count, 1, 1]), p['factor'], false, true);
        const about = add(expandDims(p['drawnMean'], 1), spread);
        if (typeof told === 'number') {
          const logWeights = tile(expandDims(p['logWeight'], 0), [rows, 1]);
          return chosen(about, drawComponent(logWeights, temperature, fold(rng, 'component')));
        }
        const off = sub(expandDims(told, 0), expandDims(p['givenMean'], 1));
        const moved = add(about, matMul(off, p['regression'], false, true));
        return chosen(moved, drawComponent(logShares(p, off), temperature, fold(rng, 'component')));
      }),
  };
}

/** The log of each component's share of what is given, but for what is the same of all: [rows, components]. */
function logShares(p: Record<string, Tensor>, off: Tensor): Tensor {
  const [count, condition] = p['givenMean'].shape as [number, number];
  const squares = sum(square(matMul(off, p['whitening'], false, true)), 2);
  const diagonal = sum(mul(p['whitening'], expandDims(identity(condition), 0)), 2);
  const constant = reshape(add(p['logWeight'], sum(log(diagonal), 1)), [count, 1]);
  return transpose(sub(constant, mul(0.5, squares)));
}

/** Of [components, rows, latents] the chosen one of each row: [rows, latents]. */
const chosen = (each: Tensor, choice: Tensor): Tensor =>
  sum(mul(each, expandDims(transpose(choice), 2)), 0);

const identity = (n: number): Tensor =>
  tensor(
    Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0)),
    [n, n],
  );

const identities = (count: number, n: number): Tensor =>
  tidy(() => tile(expandDims(identity(n), 0), [count, 1, 1]));
