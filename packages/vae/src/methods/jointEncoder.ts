import {
  addN,
  dense,
  equal,
  fold,
  type Layer,
  mul,
  type Params,
  type Rng,
  silu,
  type Tensor,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import { normalHead } from '../distributions/normalHead.ts';
import type { View, Views } from '../model/encode.ts';
import { spread } from '../model/vaeBatch.ts';
import type { MethodParts } from './method.ts';
import type { Sight } from './sight.ts';

/** What a modality tells the joint encoder. */
export interface Told {
  readonly modality: Modality;
  /** float32 [batch, features] */
  readonly features: Tensor;
  /** float32 [batch, 1] */
  readonly present: Tensor;
}

/** All modalities at once to one posterior of the shared latents. */
export interface JointEncoder {
  /** `{ [modality], head }` */
  init(rng: Rng): Params;
  apply(params: Params, told: readonly Told[]): Normal;
}

/** Units of its layer, unless told otherwise. */
const usual = 64;

/**
 * A layer over the features of all modalities together, silu, and a head for mu and logVar. What an example lacks adds
 * nothing; that it is missing, the layer sees by the bias that each modality has of its own.
 */
export function jointEncoder(
  { readers, shared }: Pick<MethodParts, 'readers' | 'shared'>,
  width: number = usual,
): JointEncoder {
  const layers = Object.fromEntries(
    Object.entries(readers).map(([modality, { features }]) => [modality, dense(features, width)]),
  ) as Partial<Record<Modality, Layer>>;
  const head = normalHead(width, shared);
  return {
    init: (rng) => ({
      ...Object.fromEntries(
        Object.entries(layers).map(([modality, layer]) => [
          modality,
          layer.init(fold(rng, modality)),
        ]),
      ),
      head: head.init(fold(rng, 'head')),
    }),
    apply: (params, told) => {
      const p = params as Record<string, Params>;
      const parts = told.map(({ modality, features, present }) => {
        const layer = layers[modality] as Layer;
        return mul(layer.apply(p[modality], features, { training: false }), present);
      });
      return head.apply(p['head'], silu(addN(parts)), { training: false });
    },
  };
}

/** What all modalities of a batch in training tell it. */
export const toldBy = ({ batch, sides, experts }: Sight): Told[] =>
  sides.map(({ modality, posterior }, m) => ({
    modality,
    features: spread(batch, modality, posterior.features),
    present: experts[m].present,
  }));

/**
 * What all modalities of a model tell it in use, and bool [batch, 1], in which rows all do. Nothing where some are not there at
 * all, or where features are not known any more (`drawCodes`).
 */
export function toldByAll(
  readers: MethodParts['readers'],
  views: Views,
): { readonly told: Told[]; readonly isWhole: Tensor } | undefined {
  const told = (Object.entries(views) as [Modality, View][]).flatMap(
    ([modality, { features, present }]) => (features ? [{ modality, features, present }] : []),
  );
  const known = Object.keys(readers).length;
  if (told.length < known) return undefined;
  return { told, isWhole: equal(addN(told.map(({ present }) => present)), known) };
}
