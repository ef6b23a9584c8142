import {
  add,
  bernoulli,
  ConfigError,
  concat,
  fill,
  fold,
  inference,
  mean,
  mul,
  normal,
  ones,
  type Scalar,
  square,
  sub,
  type Tensor,
  tidy,
  uniform,
  zeros,
} from '@xm/tensor-ops';
import type { LearnedSampler, SampleOptions, SamplerParams } from '../model/latentSampler.ts';
import { maybeStandardised, restored, standardised, unitSpread } from './spread.ts';
import { straightPath } from './straightPath.ts';
import { type VelocityConfig, velocityNetwork } from './velocityNetwork.ts';

export interface FlowConfig extends VelocityConfig {
  /**
   * How strongly a condition is heeded: above 1, what is drawn moves away from what no condition asks for in particular, and
   * so from what lies between two conditions. 1, as it was learned, unless told otherwise.
   */
  readonly guidance?: number | undefined;
}

export interface FlowOptions extends SampleOptions {
  /** Steps of Heun's method, each of which asks the network twice. 12 unless told otherwise. */
  readonly steps?: number;
}

/** Latents drawn by a flow from noise, whose deviation is the temperature. */
export interface FlowSampler extends LearnedSampler {
  readonly kind: 'flow';
  /** Whether the network is told first, before a condition, that there is one: 1, or all zeros. */
  readonly isGuided: boolean;
  /**
   * The mean over batch and latents of (velocity − network)² at a time of the straight way from noise to `x`, both standardised.
   * Times are t = 1 − (1 − u)², u uniform: more of them near the data, where ways part.
   */
  loss: LearnedSampler['loss'];
  sample(params: SamplerParams, condition: Tensor | number, options: FlowOptions): Tensor;
}

/** Share of the rows whose condition a guided flow is not told in training. */
const untold = 0.15;

/**
 * Latents as they really are, not as their prior wants them: a flow from noise along straight ways, fitted to a trained
 * encoder's codes. Under a condition c it also draws what goes with it, by the velocity
 *
 *   v(x | ∅) + guidance·(v(x | c) − v(x | ∅))
 *
 * @param condition length of the condition; 0 for none, then `sample` is told how many rows
 * @throws ConfigError for fewer than one latent, or a guidance below 1.
 * @see Lipman et al. 2023; as a second stage Dai and Wipf 2019; guidance as in Ho and Salimans 2022, equation 6, with
 *   guidance = 1 + w, and Zheng et al. 2023
 */
export function flowSampler(
  { guidance = 1, ...config }: FlowConfig,
  latents: number,
  condition: number,
): FlowSampler {
  if (!Number.isInteger(latents) || latents < 1) {
    throw new ConfigError(`flowSampler: latents must be a whole number from 1, got ${latents}.`);
  }
  if (!(guidance >= 1)) {
    throw new ConfigError(`flowSampler: guidance must be a number from 1, got ${guidance}.`);
  }
  const isGuided = guidance > 1 && condition > 0;
  const network = velocityNetwork(config, latents, condition + Number(isGuided));
  return {
    kind: 'flow',
    isGuided,
    config: network.config,
    batch: 512,
    init: (rng) => ({
      network: network.init(rng),
      latents: unitSpread(latents),
      ...(condition > 0 && { condition: unitSpread(condition) }),
    }),
    loss: (params, data, told, rng) =>
      tidy(() => {
        const [rows] = data.shape;
        const noise = normal(fold(rng, 'noise'), data.shape);
        const u = uniform(fold(rng, 'time'), [rows, 1]);
        const t = sub(1, square(sub(1, u)));
        const { x, velocity } = straightPath(noise, standardised(data, params.latents), t);
        const even = maybeStandardised(told, params.condition);
        const given =
          even && isGuided
            ? flagged(even, bernoulli(fold(rng, 'told'), [rows, 1], 1 - untold))
            : even;
        const mode = { training: true, rng } as const;
        const guess = network.apply(params.network, { x, t, condition: given }, mode);
        return mean(square(sub(velocity, guess))) as Scalar;
      }),
    sample: (params, told, { rng, temperature = 1, steps = 12 }) =>
      tidy(() => {
        const given =
          typeof told === 'number' ? undefined : maybeStandardised(told, params.condition);
        const rows = typeof told === 'number' ? told : told.shape[0];
        const under = (condition: Tensor | undefined) => (x: Tensor, t: number) =>
          network.apply(params.network, { x, t: fill([rows, 1], t), condition }, inference);
        const at = given && isGuided ? guided(given, under) : under(given);
        let x: Tensor = normal(rng, [rows, latents], 0, temperature);
        for (let i = 0; i < steps; i++) {
          x = tidy(() => {
            const start = at(x, i / steps);
            const end = at(add(x, mul(start, 1 / steps)), (i + 1) / steps);
            return add(x, mul(add(start, end), 0.5 / steps));
          });
        }
        return restored(x, params.latents);
      }),
  };

  function guided(given: Tensor, under: (condition: Tensor) => Velocity): Velocity {
    const asked = under(flagged(given, ones([given.shape[0], 1])));
    const free = under(zeros([given.shape[0], condition + 1]));
    return (x, t) => {
      const away = free(x, t);
      return add(away, mul(guidance, sub(asked(x, t), away)));
    };
  }
}

type Velocity = (x: Tensor, t: number) => Tensor;

/** Whether a row is told, and what: zeros where it is not. */
const flagged = (told: Tensor, isTold: Tensor): Tensor => concat([isTold, mul(isTold, told)], 1);
