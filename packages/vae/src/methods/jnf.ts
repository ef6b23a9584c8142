import {
  add,
  addN,
  createRng,
  fold,
  mul,
  neg,
  type Params,
  type Scalar,
  stopGradient,
  sum,
  type Tensor,
  where,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import { sampleNormal } from '../distributions/normal.ts';
import type { Views } from '../model/encode.ts';
import { everyone, evidence, rowsOf } from './evidence.ts';
import { type Bent, flowPosteriors } from './flowPosteriors.ts';
import { jointEncoder, toldBy, toldByAll } from './jointEncoder.ts';
import type { MethodKind, Near } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { priorUse } from './use.ts';

export interface JnfConfig {
  readonly kind: 'jnf';
  /** Units of the joint encoder: 64 unless told otherwise. */
  readonly width?: number;
  /** Of the flow of each modality: two layers of 32 units unless told otherwise. */
  readonly flow?: { readonly width: number; readonly depth: number };
}

/**
 * A joint encoder, and posteriors of single modalities that flows bend towards it: the negative evidence bound of q(z | X), plus
 * Σₘ −log q(z | xₘ), mean over the batch, at z drawn from q(z | X), which no gradient passes. The paper trains one after the
 * other; here both are trained at once, and they have nothing in common but the encoders below the heads. Private latents are an
 * addition to the paper, which has none.
 *
 * In rows that have every modality, the joint encoder speaks; in others, the product of the flows. `posterior` is the mean and
 * variance of draws.
 * @see Senellart et al. 2023, "Improving multimodal joint variational autoencoders through normalizing flows and correlation
 *   analysis"; without its correlation analysis
 */
export const jnf: MethodKind<JnfConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ width, flow = { width: 32, depth: 2 } }, parts) => {
    const { shared, readers } = parts;
    const normal = latentDistribution('normal');
    const joint = jointEncoder(parts, width);
    const flows = flowPosteriors(flow, shared, Object.keys(readers) as Modality[]);
    const part = (own: Params, name: 'joint' | 'flows'): Params => own[name] as Params;
    const drawSome = (own: Params, views: Views, near: Near): Tensor =>
      flows.draw(part(own, 'flows'), Object.entries(views) as Bent[], near);
    return {
      distribution: normal,
      ...priorUse(parts, normal),
      posterior: (own, views) => {
        const some = flows.moments(part(own, 'flows'), Object.entries(views) as Bent[], still);
        const whole = toldByAll(readers, views);
        if (whole === undefined) return some;
        const all = joint.apply(part(own, 'joint'), whole.told);
        const { isWhole } = whole;
        return {
          mu: where(isWhole, all.mu, some.mu),
          logVar: where(isWhole, all.logVar, some.logVar),
        };
      },
      draw: (own, views, near) => {
        const some = drawSome(own, views, near);
        const whole = toldByAll(readers, views);
        if (whole === undefined) return some;
        const all = joint.apply(part(own, 'joint'), whole.told);
        const drawn = drawNear(normal, all, near.temperature, fold(near.rng, 'joint'));
        return where(whole.isWhole, drawn, some);
      },
      takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
      init: (rng) => ({
        joint: joint.init(fold(rng, 'joint')),
        flows: flows.init(fold(rng, 'flows')),
      }),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const q = joint.apply(part(own, 'joint'), toldBy(sight));
          const { cost, terms } = evidence(sight, q, everyone(sight), rng);
          const z = stopGradient(sampleNormal(q, fold(rng, 'flows')));
          const densities = sight.experts.map((expert, m) =>
            rowsOf(
              flows.logDensity(part(own, 'flows'), sight.sides[m].modality, expert, z),
              expert.present,
            ),
          );
          const flowNll = mul(neg(sum(addN(densities))), 1 / sight.examples) as Scalar;
          return { cost: add(cost, flowNll) as Scalar, terms: { ...terms, flowNll } };
        }),
    };
  },
};

/** The same each time. */
const still = createRng(0);
