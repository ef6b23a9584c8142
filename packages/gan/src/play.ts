import { adamW, clipByGlobalNorm, type Rng, type Scalar, type Schedule } from '@xm/tensor-ops';
import type { Game, GanBatch } from './game.ts';
import { type GanState, initialGanState } from './ganState.ts';
import { ganStep } from './ganStep.ts';
import type { AdversarialLoss } from './losses/adversarialLoss.ts';
import { nonSaturating } from './losses/nonSaturating.ts';

/** Who plays. */
export type Players = Pick<Game, 'generator' | 'critic' | 'noise'>;

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

/** A game that can be begun and gone on with. */
export interface Play<Batch extends GanBatch = GanBatch> {
  readonly game: Game<Batch>;
  init(rng: Rng): GanState;
  /** See `ganStep`. */
  step(state: GanState, batch: Batch): { state: GanState; terms: Record<string, Scalar> };
}

/**
 * Any generator and any critic by the usual rules.
 *
 * @param attributes see `Game`
 */
export function play<Batch extends GanBatch = GanBatch>(
  players: Players,
  training: GanTraining<Batch> = {},
  attributes?: readonly number[],
): Play<Batch> {
  const game: Game<Batch> = { ...players, ...rules(training, attributes) };
  return { game, init: (rng) => initialGanState(game, rng), step: ganStep(game) };
}

function rules<Batch extends GanBatch>(
  training: GanTraining<Batch>,
  attributes: readonly number[] | undefined,
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
