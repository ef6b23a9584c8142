import { ConfigError, sigmoid, type Tensor, tidy } from '@xm/tensor-ops';
import { bernoulliNll } from '../distributions/bernoulliNll.ts';
import { type Covariance, correlatedNll } from '../distributions/correlatedNll.ts';
import { gaussianNll } from '../distributions/gaussianNll.ts';
import { laplaceNll } from '../distributions/laplaceNll.ts';
import { logisticsMean, logisticsNll, logisticsOutputs } from '../distributions/logistics.ts';
import type { Scale, ScaleValue } from './channel.ts';
import { distances, products, squares } from './distances.ts';
import { oneScale } from './oneScale.ts';

export interface PixelLikelihoodConfig {
  /**
   * How pixels lie about what is painted: 'normal' unless told otherwise, see `gaussianNll`; with colours that go together,
   * 'correlated', see `correlatedNll`; 'laplace', see `laplaceNll`; as black or white, 'bernoulli'; as bytes, in a mixture of
   * 'logistics', see `logisticsNll`.
   */
  readonly likelihood?: 'normal' | 'correlated' | 'laplace' | 'bernoulli' | 'logistics' | undefined;
  /** σ of a normal distribution, Σ of a correlated one, b of Laplace. The best of each batch unless told otherwise. */
  readonly scale?: ScaleValue | undefined;
  /** Of 'logistics': 5 unless told otherwise. */
  readonly components?: number | undefined;
}

/** How surprising pixels are, and what is painted for them. */
export interface PixelLikelihood {
  /** Numbers that a decoder gives for each pixel. */
  readonly outputs: number;
  readonly scale?: Scale<Tensor, Tensor>;
  /** float32 [batch], nats */
  negativeLogLikelihood(made: Tensor, input: Tensor, scale?: ScaleValue): Tensor;
  /** The mean of what a decoder's numbers stand for, as pixels: [batch, …, colours]; the caller's, as `made` stays. */
  shown(made: Tensor): Tensor;
}

/** @throws ConfigError for a scale or components of what has none. */
export function pixelLikelihood(
  { likelihood = 'normal', scale: fixed, components }: PixelLikelihoodConfig,
  colours: number,
): PixelLikelihood {
  assertScale(likelihood, fixed);
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
        scale: { fixed, distances: squares, of: ([variance]) => Math.sqrt(variance) },
        negativeLogLikelihood: (made, input, scale = fixed) =>
          gaussianNll(input, made, undefined, { scale: oneScale(scale, 'pixels') }),
        shown: asItIs,
      };
    case 'correlated':
      return {
        outputs: colours,
        scale: { fixed, distances: products, of: (products) => floored(products, colours) },
        negativeLogLikelihood: (made, input, scale = fixed) =>
          correlatedNll(input, made, { floor, covariance: covarianceOf(scale, colours) }),
        shown: asItIs,
      };
    case 'laplace':
      return {
        outputs: colours,
        scale: { fixed, distances, of: ([mean]) => mean },
        negativeLogLikelihood: (made, input, scale = fixed) =>
          laplaceNll(input, made, undefined, { scale: oneScale(scale, 'pixels') }),
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

/**
 * What each colour's variance is at least, of pixels as the encoder sees them: a deviation of a byte or so. Without it the
 * colours of grey pictures, which are equal, would have to be painted equal to the last bit before anything else.
 */
const floor = 1e-4;

const floored = (products: readonly number[], colours: number): Covariance =>
  square(
    products.map((value, i) => (i % (colours + 1) === 0 ? value + floor : value)),
    colours,
  );

const scaled = ['normal', 'correlated', 'laplace'];

function assertScale(likelihood: string, fixed: ScaleValue | undefined): void {
  if (fixed === undefined) return;
  const one = scaled.includes(likelihood);
  const isRight = typeof fixed === 'number' ? one && fixed > 0 : likelihood === 'correlated';
  if (isRight) return;
  const rule = one ? `must be a number above 0, got ${fixed}.` : `belongs to ${scaled.join(', ')}.`;
  throw new ConfigError(`scale of the likelihood '${likelihood}': it ${rule} Leave it out.`);
}

/** A number stands for colours that vary alike, each by itself. */
const covarianceOf = (scale: ScaleValue | undefined, colours: number): Covariance | undefined =>
  typeof scale === 'number'
    ? square(
        Array.from({ length: colours ** 2 }, (_, i) => (i % (colours + 1) === 0 ? scale ** 2 : 0)),
        colours,
      )
    : scale;

const square = (values: readonly number[], n: number): Covariance =>
  Array.from({ length: n }, (_, i) => values.slice(i * n, (i + 1) * n));
