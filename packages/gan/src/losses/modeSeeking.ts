import {
  abs,
  add,
  assertSameShape,
  div,
  mean,
  type Scalar,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** Two generations under the same conditions, from two draws of noise. */
export interface Draws {
  readonly fakes: readonly [Tensor, Tensor];
  readonly noise: readonly [Tensor, Tensor];
}

/**
 * 1 / (mean|G(c, z₁) − G(c, z₂)| / mean|z₁ − z₂| + epsilon): large when other noise makes the same picture. For the
 * generator to minimise.
 *
 * @throws ShapeError when two draws differ in shape.
 * @see Mao et al. 2019, equation 4, inverted as in the authors' code. Golden values: PyTorch.
 */
export function modeSeeking({ fakes, noise }: Draws, epsilon = 1e-5): Scalar {
  const remedy = 'Generate both from the same conditions.';
  assertSameShape(...fakes, 'modeSeeking: the two fakes', remedy);
  assertSameShape(...noise, 'modeSeeking: the two draws of noise', remedy);
  return tidy(() => {
    const apart = ([a, b]: readonly [Tensor, Tensor]): Tensor => mean(abs(sub(a, b)));
    return div(1, add(div(apart(fakes), apart(noise)), epsilon)) as Scalar;
  });
}
