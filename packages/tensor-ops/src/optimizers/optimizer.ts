import type { Params } from '../params/params.ts';

/** A learning rate, constant or a function of the step (0 for the first). */
export type Schedule = number | ((step: number) => number);

/** A pure rule: gradients and what is carried along in, new parameters and what is carried along out. */
export interface Optimizer {
  /** What is carried from step to step, such as moments. */
  init(params: Params): Params;
  /** Arguments are borrowed, both results are the caller's and share no tensor with the arguments. */
  update(
    gradients: Params,
    state: Params,
    params: Params,
    step: number,
  ): { params: Params; state: Params };
}

/** The learning rate at a step. */
export const rateAt = (schedule: Schedule, step: number): number =>
  typeof schedule === 'number' ? schedule : schedule(step);
