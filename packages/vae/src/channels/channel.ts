import type { Speech, Tokens } from '@xm/networks';
import type { Json, Mode, Params, Rng, Tensor } from '@xm/tensor-ops';
import type { Covariance } from '../distributions/correlatedNll.ts';
import type { Distances } from './distances.ts';

/** A batch of one modality, as its encoder and its likelihood take it. */
export type ChannelInput = Tensor | Tokens | Speech;

export interface WriteOptions {
  /** Of what is still drawn when the code is known: the words of a text. 0 takes the most probable. */
  readonly temperature: number;
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
}

/** σ of a normal distribution, b of a Laplace distribution, or the covariance of colours. */
export type ScaleValue = number | Covariance;

/** Of numbers that lie about what is made of a code: how far they do so. */
export interface Scale<In extends ChannelInput = ChannelInput, Made = unknown> {
  /** As the config has it. Not there: the best of each batch, which figures of other batches cannot be compared with. */
  readonly fixed: ScaleValue | undefined;
  /** What it is measured by: sums over the batch, and how many numbers or pixels that are. */
  distances(made: Made, input: In): Distances;
  /** From the mean of the distances over all that was measured. */
  of(mean: readonly number[]): ScaleValue;
}

/**
 * One modality of a variational model: how it is seen, how it is made from a code, and how surprising it is then. A code
 * is the shared latents with the modality's own behind them, float32 [batch, shared + latents].
 */
export interface Channel<
  In extends ChannelInput = ChannelInput,
  Made = unknown,
  Written = unknown,
> {
  readonly config: Json;
  /** Private latents: what only this modality knows. */
  readonly latents: number;
  /** Length of what `see` gives; undefined where there is no encoder. */
  readonly features: number | undefined;
  init(rng: Rng): Params;
  /** float32 [batch, features] */
  see(params: Params, input: In, mode: Mode): Tensor;
  /** What the code stands for, differentiable. A text is given, too: each word is foretold from those before it. */
  make(params: Params, code: Tensor, input: In, mode: Mode): Made;
  /** Not there where nothing has one, as in texts. */
  readonly scale?: Scale<In, Made>;
  /** −log p(input | code), summed over what one example holds: float32 [batch], nats. `scale` goes before the config's. */
  negativeLogLikelihood(made: Made, input: In, scale?: ScaleValue): Tensor;
  /** What is made, as pixels: what a guide sees. Not there where nothing is painted. */
  shown?(made: Made): Tensor;
  /** What the code stands for, to be looked at, read or listened to. */
  write(params: Params, code: Tensor, options: WriteOptions): Promise<Written>;
  /** What was written, as an input: its tensors are the caller's. */
  again(written: Written): In;
}

/** What all channels' configs have in common. */
export interface ChannelCommon {
  /** Private latents. 0 where all that is to be known is shared, as in a caption. */
  readonly latents: number;
  /** What the modality's surprise is multiplied by: see `multimodalVae`. 1 unless told otherwise. */
  readonly weight?: number;
  /**
   * In each step of training the decoder is told by every modality by itself, one after another, and not by some that are
   * drawn: all encoders learn from each example. For decoders that cost little, such as those of texts.
   */
  readonly toldByEach?: boolean;
  /**
   * Length of features that come from outside, from the frozen tower of a joint space for instance: the shared latents
   * are then read from them, and not from the channel's own encoder.
   */
  readonly features?: number;
}
