import { add, addN, fold, mul, type Params, type Scalar, sum } from '@xm/tensor-ops';
import { klBetweenNormals } from '../distributions/normal.ts';
import { everyone, evidence, rowsOf } from './evidence.ts';
import { jointEncoder, toldBy } from './jointEncoder.ts';
import { jointUse } from './jointUse.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';

export interface JmvaeConfig {
  readonly kind: 'jmvae';
  /** Weight of what a modality by itself is to say as all together do. 0.1 unless told otherwise. */
  readonly alpha?: number;
  /** Units of the joint encoder: 64 unless told otherwise. */
  readonly width?: number;
}

/**
 * A joint encoder, and experts that are drawn to it: the negative evidence bound of q(z | X), plus
 * β·α·Σₘ KL(q(z | X) ‖ q(z | xₘ)), mean over the batch.
 *
 * @see Suzuki et al. 2016, equation 6 (JMVAE-kl)
 */
export const jmvae: MethodKind<JmvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ alpha = 0.1, width }, parts) => {
    const joint = jointEncoder(parts, width);
    return {
      ...jointUse(parts, joint),
      takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
      init: (rng) => ({ joint: joint.init(fold(rng, 'joint')) }),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const q = joint.apply(own['joint'] as Params, toldBy(sight));
          const { cost, terms } = evidence(sight, q, everyone(sight), rng);
          const apart = addN(
            sight.experts.map((expert) => rowsOf(klBetweenNormals(q, expert), expert.present)),
          );
          const jointKl = mul(sum(apart), 1 / sight.examples) as Scalar;
          const drawn = mul(mul(sight.beta, alpha), jointKl);
          return { cost: add(cost, drawn) as Scalar, terms: { ...terms, jointKl } };
        }),
    };
  },
};
