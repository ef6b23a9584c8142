import { convCritic, mappedDecoder, mlp, projectionCritic } from '@xm/networks';
import {
  ConfigError,
  inference,
  mul,
  normal,
  type Params,
  type Rng,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { conditionalGenerator } from './conditionalGenerator.ts';
import type { GanBatch } from './game.ts';
import { type GanNetworks, type GanSize, ganSizes } from './ganSizes.ts';
import { type GanTraining, type Play, type Players, play } from './play.ts';

/** Enough to build the networks again: saved with a model. */
export interface GanConfig {
  readonly networks: GanSize | GanNetworks;
  /** Length of a condition. */
  readonly condition: number;
  /** Length of the noise. */
  readonly noise: number;
  /** Classes of each attribute that the labels of a batch are made of: an auxiliary classifier reads them. */
  readonly attributes?: readonly number[];
}

export interface SampleOptions {
  readonly rng: Rng;
  /** The noise's deviation: below 1 for typical rather than various ones. 1 */
  readonly temperature?: number;
}

export interface ConditionalGan<Batch extends GanBatch = GanBatch> extends Play<Batch> {
  readonly config: GanConfig & { readonly networks: GanNetworks };
  /**
   * What the generator makes of each condition: pictures in 0…1 [batch, size, size, 3], or vectors [batch, dim].
   *
   * @param params the generator's: `averageOf(state)`
   */
  sample(params: Params, condition: Tensor, options: SampleOptions): Tensor;
}

/**
 * A generator and a critic with a projection head, conditioned on any row of numbers.
 *
 * @throws ConfigError when the networks cannot be built.
 */
export function conditionalGan<Batch extends GanBatch = GanBatch>(
  config: GanConfig,
  training: GanTraining<Batch> = {},
): ConditionalGan<Batch> {
  const networks =
    typeof config.networks === 'string' ? sizeNamed(config.networks) : config.networks;
  const { attributes } = config;
  const playing = play(players({ ...config, networks }), training, attributes);
  const { game } = playing;
  return {
    ...playing,
    config: { ...config, networks },
    sample: (params, condition, { rng, temperature = 1 }) =>
      tidy(() => {
        const noise = mul(normal(rng, [condition.shape[0], config.noise]), temperature);
        return game.generator.apply(params, { noise, condition }, inference);
      }),
  };
}

function players({ networks, noise, condition, attributes }: ConditionalGan['config']): Players {
  const inputs = noise + condition;
  const classes = attributes?.reduce((a, b) => a + b, 0) ?? 0;
  if (networks.kind === 'picture') {
    const { features } = networks.critic;
    const painter = mappedDecoder(networks.generator, inputs);
    return {
      noise,
      generator: conditionalGenerator(painter, { noise, condition, output: 'picture' }),
      critic: projectionCritic(convCritic(networks.critic), { features, condition, classes }),
    };
  }
  const { dim, critic } = networks;
  const { features, joint = false, ...inner } = critic;
  const maker = mlp(networks.generator, inputs, dim);
  const trunk = mlp(inner, joint ? dim + condition : dim, features);
  return {
    noise,
    generator: conditionalGenerator(maker, { noise, condition, output: 'unbounded' }),
    critic: projectionCritic(trunk, { features, condition, classes, joint }),
  };
}

function sizeNamed(name: string): GanNetworks {
  if (Object.hasOwn(ganSizes, name)) return ganSizes[name as GanSize];
  const known = Object.keys(ganSizes).map((size) => `'${size}'`);
  throw new ConfigError(`networks must be one of ${known.join(', ')}, got '${name}'.`);
}
