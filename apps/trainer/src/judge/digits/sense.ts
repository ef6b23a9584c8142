import type { Example, Random } from '@xm/data';
import type { Json, Network } from '@xm/tensor-ops';

/** How a judge of digits takes in one modality. */
export interface Sense<Input extends object = object> {
  readonly modality: 'image' | 'speech';
  /** All that its numbers depend on. */
  readonly config: Json;
  /** Output float32 [batch, features]. */
  readonly encoder: Network<Input>;
  readonly features: number;
  /** A training example as it might have been, too: moved, or said faster. */
  change(example: Example, random: Random): Example;
  /**
   * Examples that have the modality as tensors, which the caller frees.
   *
   * @param roughened a random stream for each, by which it is made as unclean as what a generator makes
   */
  collate(examples: readonly Example[], roughened?: (row: number) => Random): Input;
}
