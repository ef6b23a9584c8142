import { fold, type Params } from '@xm/tensor-ops';
import { everyone, evidence, only, summed } from './evidence.ts';
import { jointEncoder, toldBy } from './jointEncoder.ts';
import { jointUse } from './jointUse.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';

export interface TelboConfig {
  readonly kind: 'telbo';
  /** Units of the joint encoder: 64 unless told otherwise. */
  readonly width?: number;
}

/**
 * A joint encoder, and experts that are autoencoders by themselves: the sum of the negative evidence bounds
 *
 *   ELBO(X; q(z | X)) + Σₘ ELBO(xₘ; q(z | xₘ))
 *
 * With two modalities they are three, hence its name.
 * @see Vedantam et al. 2018, equation 3; the decoders learn from all of them
 */
export const telbo: MethodKind<TelboConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ width }, parts) => {
    const joint = jointEncoder(parts, width);
    return {
      ...jointUse(parts, joint),
      takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
      init: (rng) => ({ joint: joint.init(fold(rng, 'joint')) }),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const q = joint.apply(own['joint'] as Params, toldBy(sight));
          const all = everyone(sight);
          return summed([
            evidence(sight, q, all, rng),
            ...sight.experts.map((expert, m) =>
              evidence(sight, expert, only(all, m), fold(rng, m)),
            ),
          ]);
        }),
    };
  },
};
