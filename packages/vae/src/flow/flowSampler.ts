import {
  add,
  ConfigError,
  fill,
  fold,
  inference,
  mean,
  mul,
  normal,
  type Params,
  type Rng,
  type Scalar,
  square,
  sub,
  type Tensor,
  tidy,
  uniform,
} from '@xm/tensor-ops';
import type { LatentSampler, SampleOptions } from '../model/latentSampler.ts';
import { straightPath } from './straightPath.ts';
import { type VelocityConfig, velocityNetwork } from './velocityNetwork.ts';

export interface FlowOptions extends SampleOptions {
  /** Steps of Heun's method, each of which asks the network twice. 12 unless told otherwise. */
  readonly steps?: number;
}

/** Latents drawn by a flow from noise, whose deviation is the temperature. */
export interface FlowSampler extends LatentSampler {
  readonly kind: 'flow';
  /**
   * The mean over batch and latents of (velocity − network)² at a random time of the straight way from noise to `x`.
   *
   * @param x float32 [batch, latents]   @param condition float32 [batch, condition], or nothing
   */
  loss(params: Params, x: Tensor, condition: Tensor | undefined, rng: Rng): Scalar;
  sample(params: Params, condition: Tensor | number, options: FlowOptions): Tensor;
}

/**
 * Latents as they really are, not as their prior wants them: a flow from noise along straight ways, fitted to a trained
 * encoder's codes. Under a condition it also draws what goes with it.
 *
 * @param condition length of the condition; 0 for none, then `sample` is told how many rows
 * @throws ConfigError for fewer than one latent.
 * @see Lipman et al. 2023; as a second stage Dai and Wipf 2019
 */
export function flowSampler(
  config: VelocityConfig,
  latents: number,
  condition: number,
): FlowSampler {
  if (!Number.isInteger(latents) || latents < 1) {
    throw new ConfigError(`flowSampler: latents must be a whole number from 1, got ${latents}.`);
  }
  const network = velocityNetwork(config, latents, condition);
  return {
    kind: 'flow',
    config: network.config,
    init: (rng) => network.init(rng),
    loss: (params, data, told, rng) =>
      tidy(() => {
        const noise = normal(fold(rng, 'noise'), data.shape);
        const t = uniform(fold(rng, 'time'), [data.shape[0], 1]);
        const { x, velocity } = straightPath(noise, data, t);
        const mode = { training: true, rng } as const;
        const guess = network.apply(params, { x, t, condition: told }, mode);
        return mean(square(sub(velocity, guess))) as Scalar;
      }),
    sample: (params, told, { rng, temperature = 1, steps = 12 }) =>
      tidy(() => {
        const given = typeof told === 'number' ? undefined : told;
        const rows = typeof told === 'number' ? told : told.shape[0];
        const at = (x: Tensor, t: number): Tensor =>
          network.apply(params, { x, t: fill([rows, 1], t), condition: given }, inference);
        let x: Tensor = normal(rng, [rows, latents], 0, temperature);
        for (let i = 0; i < steps; i++) {
          x = tidy(() => {
            const start = at(x, i / steps);
            const end = at(add(x, mul(start, 1 / steps)), (i + 1) / steps);
            return add(x, mul(add(start, end), 0.5 / steps));
          });
        }
        return x;
      }),
  };
}
