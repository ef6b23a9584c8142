import {
  add,
  addN,
  concat,
  div,
  fold,
  maximum,
  mean,
  mul,
  type Objective,
  onesLike,
  type Params,
  type Rng,
  reshape,
  type Scalar,
  slice,
  sum,
  type Tensor,
} from '@xm/tensor-ops';
import type { Channel, ChannelCommon, ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import { klToStandardNormal, type Normal, sampleNormal } from '../distributions/normal.ts';
import { drawSubset } from '../experts/drawSubset.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { expertOf } from './encode.ts';
import type { Posterior, Reader, Readers } from './reader.ts';
import { examplesIn, gathered, modalitiesIn, type VaeBatch } from './vaeBatch.ts';

/** A further term for what a decoder makes: float32 [batch], with its weight in it. */
export type Guide = (made: Tensor, input: Tensor) => Tensor;

export interface VaeObjectiveOptions {
  /** Weight of the divergences: 1 is the bound itself. `beta` of a batch multiplies it. */
  readonly beta?: number;
  /** Weight of the shared latents' divergence beside that of the private ones. */
  readonly sharedBeta?: number;
  /**
   * What is added for pictures and videos that are made: the distance from the real one in the features of a joint
   * space, for instance. It can be cheated, as any classifier: look at the pictures.
   */
  readonly guides?: { readonly image?: Guide; readonly video?: Guide };
  /**
   * Weight of each modality's surprise when it is made with the private latents of the example before it in the batch.
   * Then these cannot be relied on for what is shared, and it must come from the shared ones. 0 unless told otherwise.
   */
  readonly strangers?: number;
}

/**
 * The negative bound of a model with shared and private latents, to be minimised: the mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | zₘ, wₘ)) + β·(sharedBeta·meanₘ KL(q(z | x_S(m)) ‖ N(0, I)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * over the modalities m that an example has. zₘ is drawn from the product of the posteriors of S(m), some modalities drawn at
 * random, seldom m alone (`drawSubset`): each translation is trained as it is used. With `toldByEach` it is the mean over the
 * modalities by themselves. wₘ is drawn from xₘ.
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
    const sides = modalitiesIn(batch).flatMap((modality) => {
      const reader = readers[modality];
      return reader ? [look(modality, reader, params[modality] as Params, batch, rng)] : [];
    });
    const experts = sides.map(({ modality, posterior }) =>
      expertOf(batch, modality, posterior.shared),
    );
    const told = sides.map(({ modality }, m) =>
      configs[modality]?.toldByEach ? eachOf(experts) : [someOf(experts, m, fold(rng, modality))],
    );
    const divergencesOfShared = told.map((tellers) =>
      sum(averaged(tellers, ({ q }) => klToStandardNormal(q))),
    );
    const sharedKl = div(addN(divergencesOfShared), sides.length);
    const examples = examplesIn(batch);
    const terms: Record<string, Scalar> = { sharedKl: div(sharedKl, examples) };
    const surprises: Tensor[] = [];
    const divergences: Tensor[] = [mul(sharedKl, sharedBeta)];
    sides.forEach((side, i) => {
      const { modality } = side;
      const weight = configs[modality]?.weight ?? 1;
      const tellers = told[i].map(({ q, present }) => ({
        q,
        present: gathered(batch, modality, present),
      }));
      const surprise = (withStranger: boolean): Tensor =>
        averaged(tellers, ({ q }, t) => {
          const lot = fold(fold(rng, modality), t);
          const z = sampleNormal(q, fold(lot, 'shared'));
          return surpriseAt(side, z, withStranger, batch, guides, lot);
        });
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

/** The mean of numbers for each row over the tellers that are there: [rows]. */
function averaged(
  tellers: readonly Teller[],
  numbers: (teller: Teller, index: number) => Tensor,
): Tensor {
  const weights = tellers.map(({ present }) => reshape(present, [-1]));
  const weighed = tellers.map((teller, i) => mul(numbers(teller, i), weights[i]));
  return div(addN(weighed), maximum(addN(weights), 1));
}

/** One modality of the batch and what it says. */
interface Side {
  readonly modality: Modality;
  readonly channel: Channel;
  readonly params: Params;
  readonly posterior: Posterior;
}

function look(
  modality: Modality,
  { channel, read }: Reader,
  params: Params,
  batch: VaeBatch,
  rng: Rng,
): Side {
  const mode = { training: true, rng: fold(fold(rng, modality), 'see') } as const;
  const posterior = read(params, batch[modality] as ChannelInput, mode);
  return { modality, channel, params: params['channel'] as Params, posterior };
}

/** Each row's is that of the row before; the first one's, of the last. A single row keeps its own. */
function fromOthers(own: Tensor): Tensor {
  const [rows, latents] = own.shape as [number, number];
  if (rows === 1) return own;
  const last = slice(own, [rows - 1, 0], [1, latents]);
  return concat([last, slice(own, [0, 0], [rows - 1, latents])], 0);
}

/** [rows], nats: what one decoder says of its modality, knowing the shared latents and its own; and its guide. */
function surpriseAt(
  { modality, channel, params, posterior: { own } }: Side,
  z: Tensor,
  withStranger: boolean,
  batch: VaeBatch,
  guides: NonNullable<VaeObjectiveOptions['guides']>,
  rng: Rng,
): Tensor {
  const input = batch[modality] as ChannelInput;
  const common = gathered(batch, modality, z);
  const drawn = own && sampleNormal(own, fold(rng, 'own'));
  const code = drawn ? concat([common, withStranger ? fromOthers(drawn) : drawn], 1) : common;
  const mode = { training: true, rng: fold(rng, 'make') } as const;
  const made = channel.make(params, code, input, mode);
  const surprise = channel.negativeLogLikelihood(made, input);
  const guide = modality === 'image' || modality === 'video' ? guides[modality] : undefined;
  return guide ? add(surprise, guide(made as Tensor, input as Tensor)) : surprise;
}
