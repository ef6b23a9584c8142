import {
  assertShape,
  concat,
  type Network,
  type Params,
  sigmoid,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { GeneratorInput } from './game.ts';

export interface ConditionalOptions {
  readonly noise: number;
  readonly condition: number;
  /** `picture` bounds what comes out to 0…1 by a sigmoid. */
  readonly output: 'picture' | 'unbounded';
}

/**
 * G(z, c): any network from a row of features, given noise and condition side by side.
 *
 * @param network takes float32 [batch, noise + condition]
 * @see Mirza and Osindero 2014
 */
export const conditionalGenerator = (
  network: Network,
  options: ConditionalOptions,
): Network<GeneratorInput, Tensor> => ({
  config: { network: network.config, ...options },
  init: (rng): Params => network.init(rng),
  apply: (params, { noise, condition }, mode) =>
    tidy(() => {
      const rows = condition.shape[0];
      const remedy = 'One row an example, as long as the config says.';
      assertShape(noise, [rows, options.noise], 'conditionalGenerator: noise', remedy);
      assertShape(condition, [rows, options.condition], 'conditionalGenerator: condition', remedy);
      const y = network.apply(params, concat([noise, condition], 1), mode);
      return options.output === 'picture' ? sigmoid(y) : y;
    }),
});
