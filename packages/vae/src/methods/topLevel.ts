import {
  addN,
  dense,
  div,
  fold,
  inference,
  maximum,
  minimum,
  mul,
  type Params,
  type Rng,
  silu,
  type Tensor,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import { normalHead } from '../distributions/normalHead.ts';
import type { MethodParts } from './method.ts';

/** What a modality tells the top level. */
export interface Teller {
  readonly modality: Modality;
  /** Its private latents: float32 [batch, latents]. */
  readonly own: Tensor;
  /** float32 [batch, 1]: 1 where it tells anything */
  readonly present: Tensor;
}

/** Shared latents that are read from private ones, and foretell these. */
export interface TopLevel {
  /** `{ [modality]: { message, layer, head }, node: { layer, head } }` */
  init(rng: Rng): Params;
  /** q(z | w₁, w₂, …): [batch, shared]; the prior in rows where nothing tells */
  read(params: Params, tellers: readonly Teller[]): Normal;
  /** p(wₘ | z): [rows, shared] → [rows, latents] */
  foretell(params: Params, modality: Modality, z: Tensor): Normal;
}

/**
 * Of a modality's private latents a linear layer makes its message. The mean of the messages of those that tell goes through a
 * hidden layer to the posterior of the shared latents; from these a hidden layer for each modality goes to the prior of its own.
 *
 * @param width of messages, and units of each hidden layer
 */
export function topLevel({ readers, shared }: MethodParts, width: number): TopLevel {
  const known = Object.entries(readers) as [Modality, { channel: { latents: number } }][];
  const sides = Object.fromEntries(
    known.map(([modality, { channel }]) => [
      modality,
      {
        message: dense(channel.latents, width),
        layer: dense(shared, width),
        // As wide as the prior at first: what it foretells has yet to come.
        head: normalHead(width, channel.latents, 0),
      },
    ]),
  );
  const node = { layer: dense(width, width), head: normalHead(width, shared) };
  const through = ({ layer, head }: typeof node, params: Params, x: Tensor): Normal => {
    const p = params as Record<string, Params>;
    return head.apply(p['head'], silu(layer.apply(p['layer'], x, inference)), inference);
  };
  const started = (parts: Partial<(typeof sides)[string]>, rng: Rng): Params =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, part.init(fold(rng, name))]),
    );
  return {
    init: (rng) => ({
      ...Object.fromEntries(
        Object.entries(sides).map(([modality, side]) => [
          modality,
          started(side, fold(rng, modality)),
        ]),
      ),
      node: started(node, fold(rng, 'node')),
    }),
    read: (params, tellers) => {
      const messages = tellers.map(({ modality, own, present }) => {
        const { message } = params[modality] as Record<string, Params>;
        return mul(sides[modality].message.apply(message, own, inference), present);
      });
      const count = addN(tellers.map(({ present }) => present));
      const mean = div(addN(messages), maximum(count, 1));
      const { mu, logVar } = through(node, params['node'] as Params, mean);
      const isTold = minimum(count, 1);
      return { mu: mul(mu, isTold), logVar: mul(logVar, isTold) };
    },
    foretell: (params, modality, z) => through(sides[modality], params[modality] as Params, z),
  };
}
