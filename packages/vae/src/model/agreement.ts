import { addN, div, maximum, mul, reshape, type Tensor, tidy } from '@xm/tensor-ops';
import { klBetweenNormals } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';

/**
 * How far what each modality says alone is from what all say together: the mean over the modalities m that a row has of
 *
 *   KL(q(z | x) ‖ q(z | xₘ))
 *
 * [batch], nats; 0 for a row that has one or none. To minimise it, each modality has to know by itself what all know, and
 * nothing that is one's alone may stand among the shared latents.
 * @see Hwang et al. 2021, the conditional bottlenecks of section 3
 */
export const agreement = (experts: readonly Expert[]): Tensor =>
  tidy(() => {
    const all = productOfExperts(experts);
    const [rows] = all.mu.shape;
    const apart = experts.map((expert) =>
      mul(klBetweenNormals(all, productOfExperts([expert])), reshape(expert.present, [rows])),
    );
    const count = addN(experts.map(({ present }) => reshape(present, [rows])));
    return div(addN(apart), maximum(count, 1));
  });
