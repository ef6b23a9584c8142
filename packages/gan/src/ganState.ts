import { spectralVectors } from '@xm/networks';
import { fold, mapParams, type Params, type Rng, type TrainState } from '@xm/tensor-ops';
import type { Game } from './game.ts';

/**
 * All that a game carries from step to step: a `TrainState`, to be saved, resumed and freed as any other.
 *
 * `optimizer` holds the moments of both sides, and what else is carried but not trained: the generator's moving
 * average and the vectors of the spectral norm (none without it).
 */
export interface GanState extends TrainState {
  readonly params: { readonly generator: Params; readonly critic: Params };
  readonly optimizer: {
    readonly generator: Params;
    readonly critic: Params;
    readonly average: Params;
    readonly spectral: Params;
  };
}

export function initialGanState(
  game: Pick<Game, 'generator' | 'critic' | 'optimizers' | 'spectral'>,
  rng: Rng,
): GanState {
  const generator = game.generator.init(fold(rng, 'generator'));
  const critic = game.critic.init(fold(rng, 'critic'));
  return {
    params: { generator, critic },
    optimizer: {
      generator: game.optimizers.generator.init(generator),
      critic: game.optimizers.critic.init(critic),
      average: mapParams((leaf) => leaf.clone(), generator),
      spectral: game.spectral ? spectralVectors(critic, fold(rng, 'spectral')) : {},
    },
    step: 0,
    rng: fold(rng, 'steps'),
  };
}

/** The generator to use: its params averaged over the last steps, borrowed from the state. */
export const averageOf = (state: TrainState): Params => state.optimizer['average'] as Params;
