import {
  addN,
  fold,
  type Params,
  type Rng,
  type Scalar,
  type TrainState,
  tidy,
} from '@xm/tensor-ops';
import type { GanBatch } from './game.ts';
import type { GanTerms } from './ganDiverged.ts';
import type { GanState } from './ganState.ts';
import type { Play } from './play.ts';

/** Games by the names of what they make. */
export type Games<Batch extends GanBatch = GanBatch> = Readonly<
  Record<string, Pick<Play<Batch>, 'init' | 'step'>>
>;

export interface SeveralGames<Batch extends GanBatch = GanBatch> {
  init(rng: Rng): TrainState;
  /**
   * A step of each game, see `ganStep`. The terms have the game's name before theirs, `imageCriticLoss`; `loss` is what
   * all generators minimise together.
   *
   * @param batches a batch for each game
   */
  step(
    state: TrainState,
    batches: Readonly<Record<string, Batch>>,
  ): { state: TrainState; terms: Record<string, Scalar> };
}

/**
 * Games that know nothing of each other, played side by side as one state, to be saved, resumed and freed as any other:
 * in `params` and `optimizer` each has its own under its name.
 */
export const severalGames = <Batch extends GanBatch>(games: Games<Batch>): SeveralGames<Batch> => ({
  init: (rng) => {
    const states = Object.entries(games).map(
      ([name, game]) => [name, game.init(fold(rng, name))] as const,
    );
    return together(states, { step: 0, rng });
  },
  step: (state, batches) => {
    const nexts = Object.entries(games).map(
      ([name, game]) => [name, game.step(gameIn(state, name), batches[name])] as const,
    );
    const losses = nexts.map(([, { terms }]) => terms['loss']);
    const terms = nexts.flatMap(([name, next]) =>
      Object.entries(next.terms).map(([term, value]) => [prefixed(name, term), value] as const),
    );
    return {
      state: together(
        nexts.map(([name, next]) => [name, next.state] as const),
        { step: state.step + 1, rng: state.rng },
      ),
      terms: { loss: tidy(() => addN(losses) as Scalar), ...Object.fromEntries(terms) },
    };
  },
});

/** One game's part of the state: borrowed. */
export const gameIn = ({ params, optimizer, step, rng }: TrainState, name: string): GanState =>
  ({
    params: params[name],
    optimizer: optimizer[name],
    step,
    rng: fold(fold(rng, name), 'steps'),
  }) as GanState;

/** One game's terms, by the names that `ganStep` gives them. */
export const termsIn = (terms: GanTerms, name: string): GanTerms =>
  Object.fromEntries(
    Object.entries(terms).flatMap(([term, value]) => {
      const [first, ...rest] = term.slice(name.length);
      const isIts = term.startsWith(name) && first !== undefined && first !== first.toLowerCase();
      return isIts ? [[first.toLowerCase() + rest.join(''), value] as const] : [];
    }),
  );

const prefixed = (name: string, term: string): string =>
  `${name}${term.charAt(0).toUpperCase()}${term.slice(1)}`;

const together = (
  states: readonly (readonly [name: string, state: GanState])[],
  { step, rng }: Pick<TrainState, 'step' | 'rng'>,
): TrainState => ({
  params: Object.fromEntries(states.map(([name, { params }]) => [name, params as Params])),
  optimizer: Object.fromEntries(states.map(([name, { optimizer }]) => [name, optimizer as Params])),
  step,
  rng,
});
