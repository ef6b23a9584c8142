import {
  dense,
  type Mode,
  type Params,
  type Rng,
  relu,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Sense } from './sense.ts';

/** Numbers in a digit's features: the layer below the verdict. */
export const featureCount = 64;
export const digitCount = 10;

export interface DigitNetwork<Input> {
  init(rng: Rng): Params;
  /** @returns `features` float32 [batch, 64], ≥ 0; `logits` float32 [batch, 10] */
  apply(params: Params, input: Input, mode: Mode): { features: Tensor; logits: Tensor };
}

/** The encoder of a sense, one hidden layer, and a linear one for the ten digits. */
export function digitNetwork<Input extends object>({
  encoder,
  features,
}: Sense<Input>): DigitNetwork<Input> {
  const hidden = dense(features, featureCount, { gain: Math.SQRT2 });
  const verdict = dense(featureCount, digitCount);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { encoder: encoder.init(a), hidden: hidden.init(b), verdict: verdict.init(c) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const sensed = encoder.apply(p['encoder'], input, mode);
        const features = relu(hidden.apply(p['hidden'], sensed, mode));
        return { features, logits: verdict.apply(p['verdict'], features, mode) };
      }),
  };
}
