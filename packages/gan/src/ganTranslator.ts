import {
  broadcastTo,
  ConfigError,
  expandDims,
  type Params,
  type Rng,
  reshape,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { ConditionalGan } from './conditionalGan.ts';

export interface TranslateOptions {
  readonly rng: Rng;
  /** How many are made of each input. 1 */
  readonly samples?: number;
  /** The noise's deviation: below 1 for typical rather than various ones. 1 */
  readonly temperature?: number;
}

export interface GanTranslator<In> {
  readonly directions: readonly { readonly from: string; readonly to: string }[];
  /**
   * What the generator makes of each input; row i·samples + j is sample j of input i.
   *
   * @throws ConfigError for a direction that this model does not have, or less than one sample.
   */
  translate(from: string, to: string, inputs: In, options: TranslateOptions): Tensor;
}

export interface GanTranslatorOptions<In> {
  /** Modalities: 'text', 'image'. */
  readonly from: string;
  readonly to: string;
  /** The generator's: `averageOf(state)`. Borrowed. */
  readonly params: Params;
  /** Conditions as in training: one-hot rows, or a frozen tower of a joint space. */
  readonly encode: (inputs: In) => Tensor;
}

/** A trained generator, from one modality to another. */
export function ganTranslator<In>(
  gan: Pick<ConditionalGan, 'sample'>,
  { from, to, params, encode }: GanTranslatorOptions<In>,
): GanTranslator<In> {
  return {
    directions: [{ from, to }],
    translate: (source, target, inputs, { rng, samples = 1, temperature = 1 }) => {
      if (source !== from || target !== to) {
        throw new ConfigError(
          `translate: this model goes from ${from} to ${to}, not from ${source} to ${target}.`,
        );
      }
      if (!Number.isInteger(samples) || samples < 1) {
        throw new ConfigError(`translate: samples must be a whole number from 1, got ${samples}.`);
      }
      return tidy(() => {
        const told = encode(inputs);
        const [rows, length] = told.shape;
        const each = broadcastTo(expandDims(told, 1), [rows, samples, length]);
        const condition = reshape(each, [rows * samples, length]);
        return gan.sample(params, condition, { rng, temperature });
      });
    },
  };
}
