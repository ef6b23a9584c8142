import {
  add,
  concat,
  createRng,
  dispose,
  disposeState,
  fold,
  initialState,
  normal,
  type Optimizer,
  type Tensor,
  tensor,
  trainStep,
  uniform,
} from '@xm/tensor-ops';
import type { LearnedSampler, SamplerParams } from '../src/index.ts';

/**
 * The params of a sampler of two latents that has learned: the first is at ±1 as the condition says, the second as large as the
 * first and of either sign, both with so much noise.
 */
export function learnSigns(
  sampler: LearnedSampler,
  optimizer: Optimizer,
  { steps, deviation }: { steps: number; deviation: number },
): SamplerParams {
  const rng = createRng(5);
  const { network, ...spreads } = sampler.init(rng);
  const step = trainStep(
    (network, { x, condition }: { x: Tensor; condition: Tensor }, rng) => ({
      loss: sampler.loss({ ...spreads, network }, x, condition, rng),
      terms: {},
    }),
    optimizer,
  );
  let state = initialState(network, optimizer, rng);
  for (let i = 0; i < steps; i++) {
    const [condition, other] = [signs(`c${i}`), signs(`o${i}`)];
    const x = add(
      concat([condition, other], 1),
      normal(fold(rng, `n${i}`), [rows, 2], 0, deviation),
    );
    const next = step(state, { x, condition });
    disposeState(state);
    dispose(next.terms);
    dispose([other, x, condition]);
    state = next.state;
  }
  return { ...spreads, network: state.params };

  function signs(name: string): Tensor {
    const u = uniform(fold(rng, name), [rows, 1]).dataSync();
    return tensor(
      Array.from(u, (one) => (one < 0.5 ? -1 : 1)),
      [rows, 1],
    );
  }
}

const rows = 32;
