import {
  add,
  addN,
  concat,
  div,
  fold,
  mean,
  mul,
  type Objective,
  onesLike,
  type Rng,
  type Scalar,
  slice,
  sum,
  type Tensor,
} from '@xm/tensor-ops';
import type { ChannelCommon, ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import {
  constant,
  klToStandardNormal,
  type Normal,
  sampleNormal,
} from '../distributions/normal.ts';
import { drawSubset } from '../experts/drawSubset.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { averaged } from './averaged.ts';
import { expertOf } from './encode.ts';
import type { VaeObjectiveOptions } from './objectiveOptions.ts';
import type { Readers } from './reader.ts';
import { type Side, sidesOf } from './side.ts';
import { surpriseAt } from './surprise.ts';
import { examplesIn, gathered, type VaeBatch } from './vaeBatch.ts';

/**
 * The negative bound of a model with shared and private latents, to be minimised: the mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | zₘ, wₘ)) + β·(sharedBeta·meanₘ KL(q(z | x_S(m)) ‖ N(0, I)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * over the modalities m that an example has. zₘ is drawn from the product of the posteriors of S(m), some modalities drawn at
 * random, seldom m alone (`drawSubset`): each translation is trained as it is used. With `toldByEach` it is the mean over the
 * modalities by themselves. wₘ is drawn from xₘ.
 *
 * What xₘ says of zₘ is taken as it is where m has private latents and is not all that the model knows: no gradient passes.
 * So the shared latents of m learn what other modalities need, and what only xₘ holds, as how a digit is written, is left to
 * wₘ.
 *
 * Surprise is summed over what one example holds, so that a picture of 3,072 numbers outweighs a caption of five words; the
 * weights make up for it (rescaling, Shi et al. 2019). With `strangers` there is weightₘ·strangers·(−log p(xₘ | zₘ, w′ₘ)),
 * too, w′ₘ being another example's. Terms: `imageNll`, `imageKl` (of the private latents) and so on, each the
 * mean over the examples that have the modality, and `sharedKl`; nats.
 * @see Sutter et al. 2021 (subsets), Lee and Pavlovic 2021 (private latents), Palumbo et al. 2023, who draw w′ₘ from a prior
 */
export const vaeObjective =
  (
    readers: Readers,
    configs: Partial<Readonly<Record<Modality, ChannelCommon>>>,
    { beta = 1, sharedBeta = 1, guides = {}, strangers = 0 }: VaeObjectiveOptions = {},
  ): Objective<VaeBatch> =>
  (params, batch, rng) => {
    const sides = sidesOf(readers, params, batch, rng);
    const experts = sides.map(({ modality, posterior }) =>
      expertOf(batch, modality, posterior.shared),
    );
    const several = Object.keys(readers).length > 1;
    const told = sides.map(({ modality, posterior: { own } }, m) => {
      const heard = several && own !== undefined ? withoutLearning(experts, m) : experts;
      return configs[modality]?.toldByEach
        ? eachOf(heard)
        : [someOf(heard, m, fold(rng, modality))];
    });
    const divergencesOfShared = told.map((tellers) =>
      sum(
        averaged(
          tellers.map(({ q }) => klToStandardNormal(q)),
          tellers.map(({ present }) => present),
        ),
      ),
    );
    const sharedKl = div(addN(divergencesOfShared), sides.length);
    const examples = examplesIn(batch);
    const terms: Record<string, Scalar> = { sharedKl: div(sharedKl, examples) };
    const surprises: Tensor[] = [];
    const divergences: Tensor[] = [mul(sharedKl, sharedBeta)];
    sides.forEach((side, i) => {
      const { modality } = side;
      const weight = configs[modality]?.weight ?? 1;
      const present = told[i].map((teller) => gathered(batch, modality, teller.present));
      const surprise = (withStranger: boolean): Tensor => {
        const surprises = told[i].map(({ q }, t) => {
          const lot = fold(fold(rng, modality), t);
          const code = codeFor(side, batch, q, withStranger, lot);
          const input = batch[modality] as ChannelInput;
          return surpriseAt(side, input, code, guides, fold(lot, 'make'));
        });
        return averaged(surprises, present);
      };
      const known = surprise(false);
      terms[`${modality}Nll`] = mean(known);
      surprises.push(mul(sum(known), weight));
      if (side.posterior.own === undefined) return;
      if (strangers > 0) {
        const strange = surprise(true);
        terms[`${modality}StrangeNll`] = mean(strange);
        surprises.push(mul(sum(strange), weight * strangers));
      }
      const divergence = klToStandardNormal(side.posterior.own);
      terms[`${modality}Kl`] = mean(divergence);
      divergences.push(sum(divergence));
    });
    const divergence = mul(mul(addN(divergences), beta), batch.beta ?? 1);
    return { loss: div(add(addN(surprises), divergence), examples), terms };
  };

/** What a decoder is told of the shared latents, and in which rows. */
interface Teller {
  readonly q: Normal;
  /** float32 [rows, 1] */
  readonly present: Tensor;
}

/** The same, but that one of them learns nothing from it. */
const withoutLearning = (experts: readonly Expert[], one: number): Expert[] =>
  experts.map((expert, i) => (i === one ? { ...expert, ...constant(expert) } : expert));

/** What some of the modalities say together, for the decoder of one. */
function someOf(experts: readonly Expert[], target: number, rng: Rng): Teller {
  const present = experts.map((expert) => expert.present);
  const drawn = drawSubset(present, fold(rng, 'subset'), target);
  const q = productOfExperts(experts.map((expert, i) => ({ ...expert, present: drawn[i] })));
  return { q, present: onesLike(present[0]) };
}

/** What each modality says by itself, where it is there. */
const eachOf = (experts: readonly Expert[]): Teller[] =>
  experts.map((expert) => ({ q: productOfExperts([expert]), present: expert.present }));

/** Each row's is that of the row before; the first one's, of the last. A single row keeps its own. */
function fromOthers(own: Tensor): Tensor {
  const [rows, latents] = own.shape as [number, number];
  if (rows === 1) return own;
  const last = slice(own, [rows - 1, 0], [1, latents]);
  return concat([last, slice(own, [0, 0], [rows - 1, latents])], 0);
}

/** Shared latents drawn from what is told, and the side's own or a stranger's: [rows, shared + latents]. */
function codeFor(
  { modality, posterior: { own } }: Side,
  batch: VaeBatch,
  q: Normal,
  withStranger: boolean,
  rng: Rng,
): Tensor {
  const z = gathered(batch, modality, sampleNormal(q, fold(rng, 'shared')));
  if (own === undefined) return z;
  const drawn = sampleNormal(own, fold(rng, 'own'));
  return concat([z, withStranger ? fromOthers(drawn) : drawn], 1);
}
