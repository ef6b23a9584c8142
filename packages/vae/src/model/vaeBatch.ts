import { matMul, ones, type Tensor } from '@xm/tensor-ops';
import { type Inputs, type Modality, modalities } from '../channels/channels.ts';

/**
 * Examples with any of the modalities, as tensors: of each modality a row for each example that has it, so that nothing is
 * spent on gaps. A modality that no example has is not there.
 */
export interface VaeBatch extends Partial<Inputs> {
  /** Where the rows of a modality belong. Not there for a modality that all examples have. */
  readonly gaps?: Partial<Readonly<Record<Modality, Gaps>>>;
  /** A scalar that multiplies the divergences of this step, so that they can grow: see `vaeObjective`. 1 if not there. */
  readonly beta?: Tensor;
}

/** Of a modality that some examples of a batch lack. */
export interface Gaps {
  /** float32 [batch, 1]: 1 for the examples that have it */
  readonly present: Tensor;
  /** float32 [batch, rows]: 1 where that row of the input is of that example; its columns sum to 1 */
  readonly places: Tensor;
}

/** The modalities that some example of the batch has, in their order. */
export const modalitiesIn = (batch: VaeBatch): Modality[] =>
  modalities.filter((modality) => batch[modality] !== undefined);

/** How many examples. */
export function examplesIn(batch: VaeBatch): number {
  const [some] = modalitiesIn(batch);
  if (some === undefined) return 0;
  return batch.gaps?.[some]?.present.shape[0] ?? rowsOf(batch[some] as Inputs[Modality]);
}

const rowsOf = (input: Inputs[Modality]): number => {
  if ('ids' in input) return input.ids.shape[0] as number;
  return ('frames' in input ? input.frames : input).shape[0] as number;
};

/** float32 [batch, 1]: 1 for the examples that have the modality. A tensor of its own where there are no gaps. */
export const presence = (batch: VaeBatch, modality: Modality): Tensor =>
  batch.gaps?.[modality]?.present ?? ones([examplesIn(batch), 1]);

/** From the rows of a modality to those of the batch, 0 where it is missing: [rows, n] → [batch, n]. */
export const spread = (batch: VaeBatch, modality: Modality, x: Tensor): Tensor => {
  const gaps = batch.gaps?.[modality];
  return gaps ? matMul(gaps.places, x) : x;
};

/** From the rows of the batch to those of the examples that have the modality: [batch, n] → [rows, n]. */
export const gathered = (batch: VaeBatch, modality: Modality, x: Tensor): Tensor => {
  const gaps = batch.gaps?.[modality];
  return gaps ? matMul(gaps.places, x, true, false) : x;
};
