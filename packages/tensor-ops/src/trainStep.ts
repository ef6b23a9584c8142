import { engine } from '@tensorflow/tfjs-core';
import { ConfigError } from './errors.ts';
import { keep, type Scalar, tidy, zerosLike } from './ops.ts';
import { globalNorm } from './optimizers/clipByGlobalNorm.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { disposeParams, fromLeaves, leaves, type Params } from './params/params.ts';
import { fold, type Rng } from './random/rng.ts';

/** What is optimised: a scalar, and named parts of it worth watching. Reads nothing back. */
export type Objective<Batch> = (
  params: Params,
  batch: Batch,
  rng: Rng,
) => { loss: Scalar; terms: Record<string, Scalar> };

/** All that training carries from step to step; a checkpoint is this and nothing more. */
export interface TrainState {
  readonly params: Params;
  readonly optimizer: Params;
  /** Steps done. */
  readonly step: number;
  readonly rng: Rng;
}

export const initialState = (params: Params, optimizer: Optimizer, rng: Rng): TrainState => ({
  params,
  optimizer: optimizer.init(params),
  step: 0,
  rng,
});

/** Frees the tensors of a state that is no longer needed. */
export const disposeState = (state: TrainState): void => {
  disposeParams(state.params);
  disposeParams(state.optimizer);
};

export interface TrainStepOptions {
  /**
   * Whether the terms have `gradientNorm`, the global norm of the gradient: a step that goes to where nothing is finite is
   * then known before its params are used. Not unless told otherwise.
   */
  readonly gradientNorm?: boolean;
}

/**
 * One step of gradient descent as a pure function: the given state stays, and is the caller's to free
 * (`disposeState`); the new state and the terms (`loss` among them) are the caller's too.
 * Random numbers come from the state's generator and its step, so a resumed run repeats them.
 */
export const trainStep =
  <Batch>(
    objective: Objective<Batch>,
    optimizer: Optimizer,
    { gradientNorm = false }: TrainStepOptions = {},
  ) =>
  (state: TrainState, batch: Batch): { state: TrainState; terms: Record<string, Scalar> } => {
    const { loss, terms, gradients } = differentiate(
      objective,
      state.params,
      batch,
      stepRng(state),
    );
    const next = optimizer.update(gradients, state.optimizer, state.params, state.step);
    const norm = gradientNorm ? { gradientNorm: globalNorm(gradients) as Scalar } : {};
    disposeParams(gradients);
    return {
      state: { params: next.params, optimizer: next.state, step: state.step + 1, rng: state.rng },
      terms: { loss, ...terms, ...norm },
    };
  };

const stepRng = ({ rng, step }: TrainState): Rng => fold(rng, step);

/**
 * The objective's value, its terms and its gradient, a tree like `params`. A leaf that the value does not
 * depend on, for instance of a part that this batch has no use for, has the gradient zero.
 *
 * @throws Error when the value depends on no leaf at all.
 */
export function differentiate<Batch>(
  objective: Objective<Batch>,
  params: Params,
  batch: Batch,
  rng: Rng,
): { loss: Scalar; terms: Record<string, Scalar>; gradients: Params } {
  const entries = leaves(params);
  const kept: Record<string, Scalar> = {};
  const { loss, gradients } = tidy(() => {
    const forward = (): Scalar => {
      const result = objective(params, batch, rng);
      for (const [name, term] of Object.entries(result.terms)) {
        assertTermName(name);
        kept[name] = keep(term.clone());
      }
      return result.loss;
    };
    const tensors = entries.map(([, leaf]) => leaf);
    // Core's valueAndGrads does the same, but refuses leaves that the value does not depend on.
    const { value, grads } = engine().gradients(forward, tensors);
    return {
      loss: value,
      gradients: fromLeaves(
        entries.map(([path, leaf], i) => [path, grads[i] ?? zerosLike(leaf)] as const),
      ),
    };
  });
  return { loss, terms: kept, gradients };
}

function assertTermName(name: string): void {
  if (name !== 'loss') return;
  throw new ConfigError(
    "trainStep: 'loss' is the name of the objective's value; call the term something else.",
  );
}
