import {
  addN,
  dense,
  fill,
  fold,
  mul,
  type Params,
  type Scalar,
  silu,
  sum,
  type Tensor,
  zeros,
  zerosLike,
} from '@xm/tensor-ops';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import { klBetweenNormals, type Normal, sampleNormal } from '../distributions/normal.ts';
import { normalHead } from '../distributions/normalHead.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { gathered } from '../model/vaeBatch.ts';
import { meanOfThose } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { surprisesAt } from './surprises.ts';

export interface CvaeConfig {
  readonly kind: 'cvae';
  /** Units of the layer from a condition to the prior of private latents: 64 unless told otherwise. */
  readonly width?: number;
}

/**
 * Each modality under the condition of the others: mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | c, wₘ)) + β·Σₘ KL(q(wₘ | xₘ) ‖ p(wₘ | c))
 *
 * The condition c, which stands where other methods have the shared latents, is no latent: it is the mean of the product of the
 * other modalities' experts, and 0 where there is none. What it leaves open is private, and its prior is learned. There is no
 * joint prior: what is sampled in several modalities does not go together.
 * @see Sohn et al. 2015, equations 4 and 5; q(w | x) does not see the condition
 */
export const cvae: MethodKind<CvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'some',
  build: ({ width = 64 }, parts) => {
    const { shared, readers } = parts;
    const normal = latentDistribution('normal');
    const priors = Object.fromEntries(
      Object.entries(readers).flatMap(
        ([
          modality,
          {
            channel: { latents },
          },
        ]) =>
          latents > 0
            ? [[modality, { layer: dense(shared, width), head: normalHead(width, latents) }]]
            : [],
      ),
    );
    const prior = (own: Params, modality: string, condition: Tensor): Normal => {
      const { layer, head } = priors[modality];
      const p = own[modality] as Record<string, Params>;
      const use = { training: false } as const;
      return head.apply(p['head'], silu(layer.apply(p['layer'], condition, use)), use);
    };
    return {
      distribution: normal,
      fromOthers: true,
      posterior: (_, views) => {
        const { mu } = productOfExperts(Object.values(views));
        return { mu, logVar: fill(mu.shape, certain) };
      },
      draw: (_, views) => productOfExperts(Object.values(views)).mu,
      drawPrior: (_, rows) => zeros([rows, shared]),
      drawOwn: (own, modality, z, { temperature, rng }) =>
        drawNear(normal, prior(own, modality, z), temperature, rng),
      logOwn: (own, modality, w, z) => normal.logDensity(w, prior(own, modality, z)),
      takes: ['beta', 'guides'],
      init: (rng) =>
        Object.fromEntries(
          Object.entries(priors).map(([modality, { layer, head }]) => {
            const lot = fold(rng, modality);
            const start = {
              layer: layer.init(fold(lot, 'layer')),
              head: head.init(fold(lot, 'head')),
            };
            return [modality, start];
          }),
        ),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const { sides, experts, weights, examples, batch, beta } = sight;
          const terms: Record<string, Scalar> = {};
          const costs = sides.flatMap((side, m) => {
            const { modality, posterior } = side;
            const { present } = experts[m];
            const condition = productOfExperts(
              experts.map((expert, n) =>
                n === m ? { ...expert, present: zerosLike(present) } : expert,
              ),
            ).mu;
            const w =
              posterior.own && sampleNormal(posterior.own, fold(fold(rng, modality), 'own'));
            const surprise = surprisesAt(sight, side, condition, w, rng);
            terms[`${modality}Nll`] = meanOfThose(surprise, present);
            const made = mul(sum(surprise), weights[m]);
            if (posterior.own === undefined) return [made];
            const p = prior(own, modality, gathered(batch, modality, condition));
            const kl = sum(klBetweenNormals(posterior.own, p));
            terms[`${modality}Kl`] = meanOfThose(kl, present);
            return [made, mul(kl, beta)];
          });
          return { cost: mul(addN(costs), 1 / examples) as Scalar, terms };
        }),
    };
  },
};

/** logVar of what is no latent: none is drawn elsewhere. */
const certain = -40;
