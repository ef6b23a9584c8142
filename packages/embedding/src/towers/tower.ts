import type { Example } from '@xm/data';
import type { Speech, Tokens } from '@xm/networks';
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

/** What some tower's network takes. */
export type TowerInput = Tensor | Tokens | Speech;

/** One modality's way into the joint space: examples to tensors, tensors to vectors of unit length. */
export interface Tower<In extends TowerInput = TowerInput> {
  readonly config: Json;
  init(rng: Rng): Params;
  /** The network's input, a row for each example, all of which have the modality; its tensors are the caller's. */
  collate(examples: readonly Example[]): In;
  /** float32 [batch, dim], rows of unit length; none says anything of another. */
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
