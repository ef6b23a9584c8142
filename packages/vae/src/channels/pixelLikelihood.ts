import { ConfigError, sigmoid, type Tensor, tidy } from '@xm/tensor-ops';
import { bernoulliNll } from '../distributions/bernoulliNll.ts';
import { gaussianNll } from '../distributions/gaussianNll.ts';
import { laplaceNll } from '../distributions/laplaceNll.ts';
import { logisticsMean, logisticsNll, logisticsOutputs } from '../distributions/logistics.ts';
import type { Scale } from './channel.ts';
import { distances, squares } from './distances.ts';

export interface PixelLikelihoodConfig {
  /**
   * How pixels lie about what is painted: 'normal' unless told otherwise, see `gaussianNll`; 'laplace', see `laplaceNll`; as
   * black or white, 'bernoulli'; as bytes, in a mixture of 'logistics', see `logisticsNll`.
   */
  readonly likelihood?: 'normal' | 'laplace' | 'bernoulli' | 'logistics' | undefined;
  /** σ of the former, b of the second. The best of each batch unless told otherwise. */
  readonly scale?: number | undefined;
  /** Of 'logistics': 5 unless told otherwise. */
  readonly components?: number | undefined;
}

/** How surprising pixels are, and what is painted for them. */
export interface PixelLikelihood {
  /** Numbers that a decoder gives for each pixel. */
  readonly outputs: number;
  readonly scale?: Scale<Tensor, Tensor>;
  /** float32 [batch], nats */
  negativeLogLikelihood(made: Tensor, input: Tensor, scale?: number): Tensor;
  /** The mean of what a decoder's numbers stand for, as pixels: [batch, …, colours]; the caller's, as `made` stays. */
  shown(made: Tensor): Tensor;
}

/** @throws ConfigError for a scale or components of what has none. */
export function pixelLikelihood(
  { likelihood = 'normal', scale: fixed, components }: PixelLikelihoodConfig,
  colours: number,
): PixelLikelihood {
  const hasScale = likelihood === 'normal' || likelihood === 'laplace';
  if (fixed !== undefined && (!hasScale || !(fixed > 0))) {
    const rule = hasScale ? `must be above 0, got ${fixed}.` : `belongs to 'normal' or 'laplace'.`;
    throw new ConfigError(`scale of the likelihood '${likelihood}': it ${rule} Leave it out.`);
  }
  if (components !== undefined && likelihood !== 'logistics') {
    throw new ConfigError(
      `components belong to the likelihood 'logistics', got '${likelihood}'. Leave them out.`,
    );
  }
  const asItIs = (made: Tensor): Tensor => made.clone();
  switch (likelihood) {
    case 'normal':
      return {
        outputs: colours,
        scale: { fixed, power: 2, distances: squares },
        negativeLogLikelihood: (made, input, scale = fixed) =>
          gaussianNll(input, made, undefined, { scale }),
        shown: asItIs,
      };
    case 'laplace':
      return {
        outputs: colours,
        scale: { fixed, power: 1, distances },
        negativeLogLikelihood: (made, input, scale = fixed) =>
          laplaceNll(input, made, undefined, { scale }),
        shown: asItIs,
      };
    case 'bernoulli':
      return {
        outputs: colours,
        negativeLogLikelihood: (made, input) => bernoulliNll(input, made),
        shown: (made) => tidy(() => sigmoid(made)),
      };
    case 'logistics':
      return {
        outputs: logisticsOutputs(components ?? 5, colours),
        negativeLogLikelihood: (made, input) => logisticsNll(input, made),
        shown: (made) => logisticsMean(made, colours),
      };
  }
}
