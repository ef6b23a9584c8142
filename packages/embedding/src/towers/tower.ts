import type { Example } from '@xm/data';
import {
  dense,
  type Json,
  type Layer,
  type Mode,
  type Network,
  normalise,
  type Params,
  type Rng,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** One modality's way into the joint space: examples to tensors, tensors to vectors of unit length. */
export interface Tower<In = never> {
  readonly config: Json;
  init(rng: Rng): Params;
  /**
   * The network's input; its tensors are the caller's.
   *
   * @throws DataError when an example lacks the modality.
   */
  collate(examples: readonly Example[]): In;
  /** float32 [batch, dim], rows of unit length. */
  apply(params: Params, input: In, mode: Mode): Tensor;
}

/** Encoder, linear projection head, unit length. */
export function projected<In>(encoder: Network<In>, features: number, dim: number): Layer<In> {
  const head = dense(features, dim, { bias: false });
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { encoder: encoder.init(a), head: head.init(b) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        return normalise(head.apply(p['head'], encoder.apply(p['encoder'], input, mode), mode));
      }),
  };
}
