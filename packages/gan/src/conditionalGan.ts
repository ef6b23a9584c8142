import { convCritic, mappedDecoder, mlp, projectionCritic } from '@xm/networks';
import {
  adamW,
  ConfigError,
  clipByGlobalNorm,
  inference,
  mul,
  normal,
  type Params,
  type Rng,
  type Scalar,
  type Schedule,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { conditionalGenerator } from './conditionalGenerator.ts';
import type { Game, GanBatch } from './game.ts';
import { type GanNetworks, type GanSize, ganSizes } from './ganSizes.ts';
import { type GanState, initialGanState } from './ganState.ts';
import { ganStep } from './ganStep.ts';
import type { AdversarialLoss } from './losses/adversarialLoss.ts';
import { nonSaturating } from './losses/nonSaturating.ts';

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

/** How it is trained. What is not said is as below. */
export interface GanTraining<Batch extends GanBatch = GanBatch>
  extends Pick<
    Game<Batch>,
    'matchingAware' | 'spectral' | 'modeSeeking' | 'guide' | 'averageDecay'
  > {
  /** `nonSaturating` */
  readonly loss?: AdversarialLoss;
  /** γ 0.1 in every eighth step; `false` leaves it out. */
  readonly r1?: Game['r1'] | false;
  /** Of both sides, unless the critic has its own. 0.001 */
  readonly learningRate?: Schedule;
  readonly criticRate?: Schedule;
  /** The longest gradient of a side, as its global norm. 10 */
  readonly clip?: number;
  /** Weight of what the auxiliary classifier reads. 1 */
  readonly attributeWeight?: number;
}

export interface SampleOptions {
  readonly rng: Rng;
  /** The noise's deviation: below 1 for typical rather than various ones. 1 */
  readonly temperature?: number;
}

export interface ConditionalGan<Batch extends GanBatch = GanBatch> {
  readonly config: GanConfig & { readonly networks: GanNetworks };
  readonly game: Game<Batch>;
  init(rng: Rng): GanState;
  /** See `ganStep`. */
  step(state: GanState, batch: Batch): { state: GanState; terms: Record<string, Scalar> };
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
  const game = { ...players({ ...config, networks }), ...rules(config, training) };
  return {
    config: { ...config, networks },
    game,
    init: (rng) => initialGanState(game, rng),
    step: ganStep(game),
    sample: (params, condition, { rng, temperature = 1 }) =>
      tidy(() => {
        const noise = mul(normal(rng, [condition.shape[0], config.noise]), temperature);
        return game.generator.apply(params, { noise, condition }, inference);
      }),
  };
}

function players({
  networks,
  noise,
  condition,
  attributes,
}: ConditionalGan['config']): Pick<Game, 'generator' | 'critic' | 'noise'> {
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
  const { features, ...inner } = critic;
  const maker = mlp(networks.generator, inputs, dim);
  return {
    noise,
    generator: conditionalGenerator(maker, { noise, condition, output: 'unbounded' }),
    critic: projectionCritic(mlp(inner, dim, features), { features, condition, classes }),
  };
}

function rules<Batch extends GanBatch>(
  { attributes }: GanConfig,
  training: GanTraining<Batch>,
): Omit<Game<Batch>, 'generator' | 'critic' | 'noise'> {
  const {
    learningRate = 0.001,
    criticRate = learningRate,
    attributeWeight = 1,
    clip = 10,
    ...rules
  } = training;
  const { loss = nonSaturating, r1 = { gamma: 0.1, every: 8 }, ...rest } = rules;
  // Without a first moment one gradient out of proportion moves by 10 rates, 1/√(1 − beta2): hence the clipping.
  const adam = (rate: Schedule) =>
    clipByGlobalNorm(clip, adamW({ learningRate: rate, beta1: 0, beta2: 0.99, weightDecay: 0 }));
  return {
    ...rest,
    loss,
    ...(r1 ? { r1 } : {}),
    optimizers: { generator: adam(learningRate), critic: adam(criticRate) },
    ...(attributes ? { attributes: { groups: attributes, weight: attributeWeight } } : {}),
  };
}

function sizeNamed(name: string): GanNetworks {
  if (Object.hasOwn(ganSizes, name)) return ganSizes[name as GanSize];
  const known = Object.keys(ganSizes).map((size) => `'${size}'`);
  throw new ConfigError(`networks must be one of ${known.join(', ')}, got '${name}'.`);
}
