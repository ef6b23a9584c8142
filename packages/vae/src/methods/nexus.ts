import {
  add,
  addN,
  ConfigError,
  createRng,
  fold,
  mul,
  neg,
  type Params,
  type Scalar,
  stopGradient,
  sum,
  type Tensor,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import {
  klPerLatent,
  type Normal,
  normalLogDensity,
  sampleNormal,
} from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { forcedDropout } from '../experts/forcedDropout.ts';
import type { Views } from '../model/encode.ts';
import { gathered, spread } from '../model/vaeBatch.ts';
import {
  divergence,
  everyone,
  meanOfThose,
  privateDivergence,
  reconstruction,
} from './evidence.ts';
import type { MethodKind, MethodParts, Near } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { type Teller, topLevel } from './topLevel.ts';
import { priorUse } from './use.ts';

export interface NexusConfig {
  readonly kind: 'nexus';
  /** Of messages, and units of each hidden layer between shared and private latents: 64 unless told otherwise. */
  readonly width?: number;
  /** Of the examples in which fewer tell of the shared latents than are there: 0.2 unless told otherwise, as the authors have it. */
  readonly dropout?: number;
  /** γ of each modality: 1 unless told otherwise; the authors have there what they have for `weight`. */
  readonly gammas?: Partial<Readonly<Record<Modality, number>>>;
}

/**
 * Two levels: each modality is a variational model of its private latents w alone, and above them lie the shared ones, z. Mean
 * over the batch of
 *
 *   Σₘ (weightₘ·(−log p(xₘ | wₘ)) + β·KL(q(wₘ | xₘ) ‖ N(0, I))) + β·sharedBeta·KL(q(z | W) ‖ N(0, I)) − Σₘ γₘ·log p(wₘ | z)
 *
 * q(z | W) is read from the mean of messages of the wₘ, over some of those that an example has (`forcedDropout`). No gradient
 * passes from above to the wₘ, neither where they tell nor where they are foretold. The authors have p(wₘ | z) of one variance
 * for all and a weight for each KL(q(wₘ | xₘ) ‖ N(0, I)); here the variance is learned, so that latents can be drawn from it, and
 * β weighs them all.
 *
 * In use wₘ is drawn from p(wₘ | z), and `posterior` is q(z | W) at the means of the wₘ.
 * @see Vasco et al. 2022, "Leveraging hierarchy in multimodal generative models for effective cross-modality inference"
 */
export const nexus: MethodKind<NexusConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'each',
  above: true,
  build: ({ width = 64, dropout = 0.2, gammas = {} }, parts) => {
    assertTold(dropout, gammas, parts);
    const normal = latentDistribution('normal');
    const top = topLevel(parts, width);
    const read = (own: Params, views: Views, { temperature, rng }: Near): Normal => {
      const tellers = (Object.entries(views) as [Modality, Expert][]).map(
        ([modality, { present, ...alone }]): Teller => {
          const w = drawNear(normal, alone, temperature, fold(rng, modality));
          return { modality, own: w, present };
        },
      );
      return top.read(own, tellers);
    };
    return {
      distribution: normal,
      ...priorUse(parts, normal),
      posterior: (own, views) => read(own, views, still),
      draw: (own, views, near) =>
        drawNear(normal, read(own, views, near), near.temperature, fold(near.rng, 'above')),
      drawOwn: (own, modality, z, { temperature, rng }) =>
        drawNear(normal, top.foretell(own, modality, z), temperature, rng),
      logOwn: (own, modality, w, z) => normal.logDensity(w, top.foretell(own, modality, z)),
      takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
      init: (rng) => top.init(rng),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const { sides, experts, batch, examples, beta, sharedBeta } = sight;
          const all = everyone(sight);
          // What `reconstruction` tells decoders: drawn from the same stream.
          const drawn = sides.map(({ modality, posterior }) =>
            stopGradient(sampleNormal(posterior.own as Normal, fold(fold(rng, modality), 'own'))),
          );
          const telling = forcedDropout(
            experts.map(({ present }) => present),
            dropout,
            fold(rng, 'subset'),
          );
          const tellers = sides.map(({ modality }, m): Teller => {
            return { modality, own: spread(batch, modality, drawn[m]), present: telling[m] };
          });
          const q = top.read(own, tellers);
          const z = sampleNormal(q, fold(rng, 'shared'));
          const made = reconstruction(sight, z, all, rng);
          const terms: Record<string, Scalar> = { ...made.terms };
          const foretold = sides.map(({ modality }, m): Tensor => {
            const prior = top.foretell(own, modality, gathered(batch, modality, z));
            const surprise = neg(normalLogDensity(drawn[m], prior));
            terms[`${modality}OwnNll`] = meanOfThose(surprise, experts[m].present);
            return mul(sum(surprise), (gammas[modality] ?? 1) / examples);
          });
          const sharedKl = divergence(sight, klPerLatent(q));
          const alone = privateDivergence(sight, all);
          const divergences = mul(beta, add(mul(sharedBeta, sharedKl), alone.cost));
          return {
            cost: addN([made.cost, divergences, ...foretold]) as Scalar,
            terms: { sharedKl, ...terms, ...alone.terms },
          };
        }),
    };
  },
};

/** Everything at its mean. */
const still: Near = { temperature: 0, rng: createRng(0) };

function assertTold(
  dropout: number,
  gammas: NonNullable<NexusConfig['gammas']>,
  { readers }: MethodParts,
): void {
  if (!(dropout >= 0 && dropout <= 1)) {
    throw new ConfigError(`method.dropout must be a number from 0 to 1, got ${dropout}.`);
  }
  for (const [modality, gamma] of Object.entries(gammas)) {
    if (Object.hasOwn(readers, modality) && gamma >= 0) continue;
    const known = Object.keys(readers).join(', ');
    throw new ConfigError(
      `method.gammas must be numbers from 0 for some of ${known}, got ${gamma} for ${modality}.`,
    );
  }
}
