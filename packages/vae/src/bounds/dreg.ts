import {
  clone,
  customGrad,
  fill,
  mul,
  neg,
  type Scalar,
  softmax,
  type Tensor,
  tidy,
  transpose,
} from '@xm/tensor-ops';
import type { DrawnBound } from './drawnBound.ts';
import { iwae } from './iwae.ts';
import { assertLogWeights } from './logWeights.ts';

/**
 * The importance-weighted bound with its doubly reparameterised gradient: the value is `iwae`'s. With the normalised weights
 * w̃ₖ = wₖ/Σ w, decoders get Σₖ w̃ₖ·∂log wₖ, as there; posteriors Σₖ w̃ₖ²·∂log wₖ/∂zₖ·∂zₖ/∂φ, by their draws alone. Its
 * expectation is the same, and its noise does not drown it as draws grow many.
 *
 * What goes from a posterior to a decoder must `pass`, and the posterior's parameters be constants in log q.
 * @see Tucker et al. 2019, equation 8. Golden values: torch.
 */
export function dreg(): DrawnBound {
  // Set while the gradient is taken: that of the loss comes before those of the draws.
  let weights: Tensor | undefined;
  return {
    stopsDensity: true,
    pass: (x, rowsOf) =>
      customGrad((draws) => ({
        value: clone(draws as Tensor),
        gradFunc: (dy: Tensor) => (weights ? tidy(() => mul(dy, rowsOf(weights as Tensor))) : dy),
      }))(x),
    loss: (logWeights, given) => {
      assertLogWeights('dreg', logWeights);
      const [, rows] = logWeights.shape as [number, number];
      return tidy(() => {
        const counts = given ?? fill([rows], 1 / rows);
        return customGrad((table, save) => {
          const normalised = transpose(softmax(transpose(table as Tensor)));
          (save as (tensors: Tensor[]) => void)([normalised, counts]);
          const gradFunc = (dy: Tensor, [saved, share]: Tensor[]): Tensor => {
            weights = saved;
            return tidy(() => mul(neg(dy), mul(saved, share)));
          };
          return { value: iwae(table as Tensor, counts), gradFunc };
        })(logWeights) as Scalar;
      });
    },
  };
}
