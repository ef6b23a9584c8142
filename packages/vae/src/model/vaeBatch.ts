import type { Speech, Tokens } from '@xm/networks';
import { ones, type Tensor } from '@xm/tensor-ops';
import { type Modality, modalities } from '../channels/channels.ts';

/**
 * Examples with any of the modalities, as tensors. A modality that no example has is not there.
 */
export interface VaeBatch {
  /** float32 [batch, height, width, 3], 0…1 */
  readonly image?: Tensor;
  readonly text?: Tokens;
  /** Log-mels, standardised. */
  readonly speech?: Speech;
  /** float32 [batch, time, height, width, 3], 0…1 */
  readonly video?: Tensor;
  /**
   * float32 [batch, 1]: 1 for the examples that have the modality, whose rows alone mean something. Not there for a
   * modality that all have.
   */
  readonly present?: Partial<Readonly<Record<Modality, Tensor>>>;
  /** A scalar that multiplies the divergences of this step, so that they can grow: see `vaeObjective`. 1 if not there. */
  readonly beta?: Tensor;
}

/** The modalities that some example of the batch has, in their order. */
export const modalitiesIn = (batch: VaeBatch): Modality[] =>
  modalities.filter((modality) => batch[modality] !== undefined);

/** How many examples. */
export function rowsIn(batch: VaeBatch): number {
  const { image, text, speech, video } = batch;
  const some = image ?? video ?? text?.ids ?? speech?.frames;
  return some?.shape[0] ?? 0;
}

/** float32 [batch, 1] for each modality of the batch; made where it is not there. To be called within `tidy`. */
export const presence = (batch: VaeBatch, modality: Modality): Tensor =>
  batch.present?.[modality] ?? ones([rowsIn(batch), 1]);
