import {
  add,
  addN,
  concat,
  div,
  fold,
  maximum,
  mul,
  type Objective,
  type Params,
  type Rng,
  reshape,
  type Scalar,
  sum,
  type Tensor,
} from '@xm/tensor-ops';
import type { Channel, ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import { klToStandardNormal, sampleNormal } from '../distributions/normal.ts';
import { drawSubset } from '../experts/drawSubset.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import type { Posterior, Reader, Readers } from './reader.ts';
import { modalitiesIn, presence, rowsIn, type VaeBatch } from './vaeBatch.ts';

/** A further term for what a decoder makes: float32 [batch], with its weight in it. */
export type Guide = (made: Tensor, input: Tensor) => Tensor;

export interface VaeObjectiveOptions {
  /** Weight of the divergences: 1 is the bound itself. `beta` of a batch multiplies it. */
  readonly beta?: number;
  /**
   * What is added for pictures and videos that are made: the distance from the real one in the features of a joint
   * space, for instance. It can be cheated, as any classifier: look at the pictures.
   */
  readonly guides?: { readonly image?: Guide; readonly video?: Guide };
}

/**
 * The negative bound of a model with shared and private latents, to be minimised: the mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | z, wₘ)) + β·(KL(q(z | x_S) ‖ N(0, I)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * over the modalities m that an example has. z is drawn from the product of the posteriors of S, some of them drawn at
 * random (`drawSubset`), and every decoder has to make do with it: each translation is trained as it is used. wₘ is drawn
 * from xₘ itself.
 *
 * Surprise is summed over what one example holds, so that a picture of 3,072 numbers outweighs a caption of five words; the
 * weights make up for it (rescaling, Shi et al. 2019). Terms: `imageNll`, `imageKl` (of the private latents) and so on, each the
 * mean over the examples that have the modality, and `sharedKl`; nats.
 * @see Sutter et al. 2021 (subsets), Lee and Pavlovic 2021, Palumbo et al. 2023 (private latents)
 */
export const vaeObjective =
  (
    readers: Readers,
    weights: Partial<Record<Modality, number>>,
    { beta = 1, guides = {} }: VaeObjectiveOptions = {},
  ): Objective<VaeBatch> =>
  (params, batch, rng) => {
    const sides = modalitiesIn(batch).flatMap((modality) => {
      const reader = readers[modality];
      return reader ? [look(modality, reader, params[modality] as Params, batch, rng)] : [];
    });
    const drawn = drawSubset(
      sides.map(({ present }) => present),
      fold(rng, 'subset'),
    );
    const common = productOfExperts(
      sides.map(({ posterior }, i) => ({ ...posterior.shared, present: drawn[i] })),
    );
    const z = sampleNormal(common, fold(rng, 'shared'));
    const sharedKl = sum(klToStandardNormal(common));
    const surprises: Tensor[] = [];
    const divergences: Tensor[] = [sharedKl];
    const rows = rowsIn(batch);
    const terms: Record<string, Scalar> = { sharedKl: div(sharedKl, rows) };
    for (const side of sides) {
      const { modality, present } = side;
      const counted = maximum(sum(present), 1);
      const surprise = sum(surpriseAt(side, z, batch, guides, fold(rng, modality)));
      terms[`${modality}Nll`] = div(surprise, counted);
      surprises.push(mul(surprise, weights[modality] ?? 1));
      if (side.posterior.own === undefined) continue;
      const divergence = sum(mul(klToStandardNormal(side.posterior.own), reshape(present, [-1])));
      terms[`${modality}Kl`] = div(divergence, counted);
      divergences.push(divergence);
    }
    const divergence = mul(mul(addN(divergences), beta), batch.beta ?? 1);
    return { loss: div(add(addN(surprises), divergence), rows), terms };
  };

/** One modality of the batch and what it says. */
interface Side {
  readonly modality: Modality;
  readonly channel: Channel;
  readonly params: Record<string, Params>;
  readonly present: Tensor;
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
  const present = presence(batch, modality);
  return { modality, channel, params: params as Record<string, Params>, present, posterior };
}

/** [batch], nats: what one decoder says of its modality, knowing the shared latents and its own; and its guide. */
function surpriseAt(
  { modality, channel, params, present, posterior: { own } }: Side,
  z: Tensor,
  batch: VaeBatch,
  guides: NonNullable<VaeObjectiveOptions['guides']>,
  rng: Rng,
): Tensor {
  const input = batch[modality] as ChannelInput;
  const code = own ? concat([z, sampleNormal(own, fold(rng, 'own'))], 1) : z;
  const mode = { training: true, rng: fold(rng, 'make') } as const;
  const made = channel.make(params['channel'], code, input, mode);
  const surprise = channel.negativeLogLikelihood(made, input, present);
  const guide = modality === 'image' || modality === 'video' ? guides[modality] : undefined;
  if (guide === undefined) return surprise;
  return add(surprise, mul(guide(made as Tensor, input as Tensor), reshape(present, [-1])));
}
