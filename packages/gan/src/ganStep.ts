import { iterateSpectral, spectrallyNormalised } from '@xm/networks';
import {
  differentiate,
  disposeParams,
  fold,
  globalNorm,
  movingAverage,
  normal,
  type Objective,
  type Optimizer,
  type Params,
  type Rng,
  type Scalar,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { criticObjective } from './criticObjective.ts';
import type { Game, GanBatch } from './game.ts';
import type { GanState } from './ganState.ts';
import { generatorObjective } from './generatorObjective.ts';

/**
 * One step of a game as a pure function, as `trainStep`: first the critic, on real examples and fakes; then the
 * generator, against the new critic and with new noise. The given state stays, and is the caller's to free
 * (`disposeState`); the new state and the terms are the caller's too. Nothing is read back.
 *
 * Terms, means over the batch: `loss`, all that the generator minimises, `criticLoss`, `realAccuracy` and `fakeAccuracy` (share of scores on
 * the right side of 0), `criticNorm` and `generatorNorm` (global norms of the gradients); with their options
 * `mismatchedAccuracy`, `realAttributes`, `fakeAttributes`, `modeSeeking`, `guide`, and `r1` in the steps that pay it.
 */
export const ganStep = <Batch extends GanBatch>(game: Game<Batch>) => {
  const ofCritic = criticObjective(game);
  const ofGenerator = generatorObjective(game);
  const { averageDecay = 0.999, optimizers } = game;
  return (state: GanState, batch: Batch): { state: GanState; terms: Record<string, Scalar> } => {
    const { params, optimizer, step } = state;
    const rng = fold(state.rng, step);
    const spectral = iterateSpectral(params.critic, optimizer.spectral);
    const fakes = paintFakes(game, params.generator, batch.condition, fold(rng, 'fakes'));
    const withR1 = game.r1 !== undefined && step % game.r1.every === 0;
    const critic = update(optimizers.critic, ofCritic, params.critic, optimizer.critic, step, {
      batch: { ...batch, fakes, spectral, withR1 },
      rng: fold(rng, 'critic'),
    });
    fakes.dispose();
    const applied = spectrallyNormalised(critic.params, spectral);
    const generator = update(
      optimizers.generator,
      ofGenerator,
      params.generator,
      optimizer.generator,
      step,
      { batch: { batch, critic: applied }, rng: fold(rng, 'generator') },
    );
    disposeParams(applied);
    // The first steps are forgotten sooner, as they say nothing of what comes.
    const decay = Math.min(averageDecay, (1 + step) / (10 + step));
    return {
      state: {
        params: { generator: generator.params, critic: critic.params },
        optimizer: {
          generator: generator.moments,
          critic: critic.moments,
          average: movingAverage(optimizer.average, generator.params, decay),
          spectral,
        },
        step: step + 1,
        rng: state.rng,
      },
      terms: {
        loss: generator.loss,
        criticLoss: critic.loss,
        ...critic.terms,
        ...generator.terms,
        criticNorm: critic.norm,
        generatorNorm: generator.norm,
      },
    };
  };
};

const paintFakes = (
  { generator, noise }: Pick<Game, 'generator' | 'noise'>,
  params: Params,
  condition: Tensor,
  rng: Rng,
): Tensor =>
  tidy(() => {
    const drawn = normal(rng, [condition.shape[0], noise]);
    const mode = { training: true, rng: fold(rng, 'generator') } as const;
    return generator.apply(params, { noise: drawn, condition }, mode);
  });

/** One side's descent. */
function update<Batch>(
  optimizer: Optimizer,
  objective: Objective<Batch>,
  params: Params,
  moments: Params,
  step: number,
  { batch, rng }: { batch: Batch; rng: Rng },
): {
  params: Params;
  moments: Params;
  loss: Scalar;
  terms: Record<string, Scalar>;
  norm: Scalar;
} {
  const { loss, terms, gradients } = differentiate(objective, params, batch, rng);
  const next = optimizer.update(gradients, moments, params, step);
  const norm = globalNorm(gradients) as Scalar;
  disposeParams(gradients);
  return { params: next.params, moments: next.state, loss, terms, norm };
}
