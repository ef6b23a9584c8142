import { type Objective, type Params, type Rng, tidy } from '@xm/tensor-ops';
import type { VaeObjectiveOptions } from '../model/objectiveOptions.ts';
import type { VaeBatch } from '../model/vaeBatch.ts';
import type { MethodParts } from './method.ts';
import { type Cost, type Sight, sightOf } from './sight.ts';

/** A method's own params, beside those of the modalities. */
export const ownParams = (params: Params): Params => (params['method'] ?? {}) as Params;

/** @param costOf what a batch costs; `own` are the method's own params */
export const objectiveOf =
  (
    parts: MethodParts,
    options: VaeObjectiveOptions,
    costOf: (sight: Sight, own: Params, rng: Rng) => Cost,
  ): Objective<VaeBatch> =>
  (params, batch, rng) =>
    tidy((): never => {
      const sight = sightOf(parts, params, batch, options, rng);
      const { cost, terms } = costOf(sight, ownParams(params), rng);
      return { loss: cost, terms } as never;
    });
