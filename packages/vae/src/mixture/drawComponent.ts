import {
  add,
  argMax,
  log,
  mul,
  neg,
  oneHot,
  type Rng,
  type Tensor,
  tidy,
  uniform,
} from '@xm/tensor-ops';

/**
 * One component by chance, the last axis being the logs of their shares, up to what is the same of all: float32 of the same
 * shape, 1 where it is drawn. Gumbel's noise is added to the logs, times the temperature: at 0 it is the most probable one.
 */
export const drawComponent = (logs: Tensor, temperature: number, rng: Rng): Tensor =>
  tidy(() => {
    const u = uniform(rng, logs.shape, 2 ** -25, 1);
    const lots = add(logs, mul(temperature, neg(log(neg(log(u))))));
    const count = logs.shape.at(-1) as number;
    return oneHot(argMax(lots, -1) as never, count, 1, 0, 'float32') as Tensor;
  });
