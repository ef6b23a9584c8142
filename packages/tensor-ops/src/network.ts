import type { Tensor } from './ops.ts';
import type { Params } from './params/params.ts';
import type { Rng } from './random/rng.ts';

/** Anything that `JSON.stringify` keeps. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Whether dropout and its like are on; they need random numbers when they are. */
export type Mode = { readonly training: false } | { readonly training: true; readonly rng: Rng };

/** Use, evaluation: nothing random. */
export const inference: Mode = { training: false };

/** A shape of computation without its numbers. */
export interface Layer<In = Tensor, Out = Tensor> {
  init(rng: Rng): Params;
  /** `params` and `input` are borrowed, the result is the caller's. */
  apply(params: Params, input: In, mode: Mode): Out;
}

/** A layer that says how to build it again. */
export interface Network<In = Tensor, Out = Tensor> extends Layer<In, Out> {
  readonly config: Json;
}
