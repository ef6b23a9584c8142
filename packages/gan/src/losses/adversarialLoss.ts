import { add, assertShape, mean, mul, type Scalar, type Tensor, tidy } from '@xm/tensor-ops';
import { weightedMean } from './weightedMean.ts';

/** A game as three functions of scores, number by number: what each side minimises. */
export interface AdversarialLoss {
  /** The critic, at real examples under their own condition. */
  real(scores: Tensor): Tensor;
  /** The critic, at fakes, and at real examples under the condition of another. */
  fake(scores: Tensor): Tensor;
  /** The generator, at its fakes. */
  generator(scores: Tensor): Tensor;
}

/** What the critic gave. Scores are float32 [batch, 1]. */
export interface CriticScores {
  readonly real: Tensor;
  readonly fake: Tensor;
  /** Real examples under the condition of another example. */
  readonly mismatched?: Tensor;
  /** float32 [batch, 1]: 1 where the other's condition is another one, 0 where it is the same: `mismatch`. */
  readonly differs?: Tensor;
}

/**
 * What the critic minimises, means over the batch: real + fake, or, when there are mismatched pairs,
 * real + ½·(fake + mismatched), so that it also learns whether the condition fits (GAN-CLS).
 *
 * Rows of `differs` that are 0 count neither way; when all are 0 the mismatched term is 0.
 * @throws ShapeError when the scores are not [batch, 1].
 * @see Goodfellow et al. 2014; Reed et al. 2016, algorithm 1
 */
export function criticLoss(
  loss: AdversarialLoss,
  { real, fake, mismatched, differs }: CriticScores,
): Scalar {
  assertScores(real, 'criticLoss: real');
  assertScores(fake, 'criticLoss: fake');
  return tidy(() => {
    const atReal = mean(loss.real(real));
    const atFake = mean(loss.fake(fake));
    if (!mismatched) return add(atReal, atFake) as Scalar;
    assertScores(mismatched, 'criticLoss: mismatched');
    const each = loss.fake(mismatched);
    const atMismatched = differs ? weightedMean(each, differs) : mean(each);
    return add(atReal, mul(add(atFake, atMismatched), 0.5)) as Scalar;
  });
}

/** What the generator minimises: the mean over its fakes, scored float32 [batch, 1]. */
export function generatorLoss(loss: AdversarialLoss, fake: Tensor): Scalar {
  assertScores(fake, 'generatorLoss: fake');
  return tidy(() => mean(loss.generator(fake)) as Scalar);
}

const assertScores = (scores: Tensor, what: string): void =>
  assertShape(scores, [null, 1], what, 'One score an example.');
