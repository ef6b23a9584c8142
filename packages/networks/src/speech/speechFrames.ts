import {
  assertShape,
  ConfigError,
  concat,
  dense,
  expandDims,
  gelu,
  type Layer,
  max,
  mul,
  type Network,
  type Params,
  pad,
  reshape,
  type Sequence,
  slice,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { transformerStack } from '../transformerStack.ts';
import type { Speech } from './speech.ts';

export interface SpeechConfig {
  readonly kind: 'transformer';
  /** Frames of a sound that count; the rest is cut off. */
  readonly frames: number;
  /** Bands of a frame. */
  readonly mels: number;
  /** Convolutions at the start; each halves the number of frames. */
  readonly halvings: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

/**
 * Frames that have heard all others: convolutions over time, each of them with a kernel of four frames and
 * a stride of two, then a transformer with learned positions.
 *
 * output `x` float32 [batch, frames/2^halvings, dim], and the `mask` of what is there: a frame is if
 * any of those that it was made of is. Padding changes nothing.
 */
export function speechFrames(config: SpeechConfig): Network<Speech, Required<Sequence>> {
  const { frames, mels, halvings, dim } = config;
  if (!Number.isInteger(frames / 2 ** halvings)) {
    throw new ConfigError(
      `speechFrames: frames must be a multiple of ${2 ** halvings}, to be halved ${halvings} times, ` +
        `got ${frames}.`,
    );
  }
  const stem = Array.from({ length: halvings }, (_, i) => halving(i === 0 ? mels : dim, dim));
  const stack = transformerStack({ ...config, length: frames / 2 ** halvings });
  return {
    config: { ...config },
    init: (rng) => {
      const streams = split(split(rng, 1)[0], halvings);
      const halved = stem.map((layer, i) => [`halving${i}`, layer.init(streams[i])] as const);
      return { ...Object.fromEntries(halved), ...stack.init(rng) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const remedy = 'Cut or pad the sounds first.';
        assertShape(input.frames, [null, frames, mels], 'speechFrames: frames', remedy);
        const [batch] = input.frames.shape;
        assertShape(
          input.mask,
          [batch, frames],
          'speechFrames: mask',
          'One number for each frame.',
        );
        let [x, mask] = [input.frames, input.mask];
        stem.forEach((layer, i) => {
          x = layer.apply(params[`halving${i}`] as Params, { x, mask }, mode);
          mask = max(reshape(mask, [batch, -1, 2]), 2);
        });
        return { x: stack.apply(params, { x, mask }, mode), mask };
      }),
  };
}

/**
 * gelu(convolution of stride 2): output t is made of frames 2t − 1 … 2t + 2, zeros where nothing is there.
 * Frames side by side in memory are one vector already, so it is a matrix product of pairs.
 */
function halving(inputs: number, dim: number): Layer<Required<Sequence>> {
  const kernel = dense(4 * inputs, dim, { gain: Math.SQRT2 });
  return {
    init: (rng) => kernel.init(rng),
    apply: (params, { x, mask }, mode) =>
      tidy(() => {
        const [batch, frames] = x.shape as [number, number];
        const there = mul(x, expandDims(mask, 2));
        const padded = pad(there, [
          [0, 0],
          [1, 1],
          [0, 0],
        ]);
        const pairs: Tensor = reshape(padded, [batch, frames / 2 + 1, 2 * inputs]);
        const [before, after] = [0, 1].map((at) =>
          slice(pairs, [0, at, 0], [batch, frames / 2, 2 * inputs]),
        );
        return gelu(kernel.apply(params, concat([before, after], 2), mode));
      }),
  };
}
