import { add, mul, type Scalar, scalar, type Tensor, tidy } from '@xm/tensor-ops';
import type { GanBatch, Guide } from './game.ts';
import { contrast } from './losses/contrast.ts';
import { featureDistance } from './losses/featureDistance.ts';

/** A batch whose conditions stand in a joint space, too. */
export interface GuidedBatch extends GanBatch {
  /** float32 [batch, dim], of unit length: the conditions in the space of `features`. */
  readonly anchors: Tensor;
  /** See `contrast`. */
  readonly targets?: Tensor;
}

export interface GuidanceOptions {
  /** Rows of unit length [batch, dim] for what the generator gives: a frozen tower of a joint space. */
  readonly features: (x: Tensor) => Tensor;
  /** Weight of `featureDistance` to the real example of the same condition; 0, as unless told otherwise, leaves it out. */
  readonly distance?: number;
  /** Weight of `contrast` with the anchors; 0, as unless told otherwise, leaves it out. */
  readonly contrast?: number;
  /** See `contrast`: 1/0.07 unless told otherwise. */
  readonly logitScale?: number;
}

/**
 * A guide by a joint space learned before: fakes are to lie where the real ones lie, and nearest to their own words.
 *
 * What `features` closes over is constant here. It can be cheated, as any classifier: look at the pictures.
 */
export const guidance =
  (options: GuidanceOptions): Guide<GuidedBatch> =>
  (fakes, { real, anchors, targets }): Scalar =>
    tidy(() => {
      const { features, distance = 0, contrast: weight = 0, logitScale = 1 / 0.07 } = options;
      const seen = features(fakes);
      const terms: Tensor[] = [];
      if (distance > 0) terms.push(mul(featureDistance(seen, features(real)), distance));
      if (weight > 0) {
        const told = targets ? { logitScale, targets } : { logitScale };
        terms.push(mul(contrast(seen, anchors, told), weight));
      }
      return terms.reduce((a, b) => add(a, b), scalar(0)) as Scalar;
    });
