import { add, assertSameShape, assertShape, mul, sub, type Tensor, tidy } from '@xm/tensor-ops';

/**
 * The straight way from noise to data: at time t it is at (1 − t)·noise + t·data, and its velocity is data − noise all
 * along.
 *
 * @param noise,data float32 [batch, latents]
 * @param t float32 [batch, 1], 0 at the noise and 1 at the data
 * @see Lipman et al. 2023, equation 22 with σ = 0; Liu et al. 2023
 */
export function straightPath(
  noise: Tensor,
  data: Tensor,
  t: Tensor,
): { readonly x: Tensor; readonly velocity: Tensor } {
  assertSameShape(noise, data, 'straightPath: noise and data', 'One start for each end.');
  assertShape(t, [data.shape[0], 1], 'straightPath: t', 'One time a row.');
  return tidy(() => {
    const velocity = sub(data, noise);
    return { x: add(noise, mul(velocity, t)), velocity };
  });
}
