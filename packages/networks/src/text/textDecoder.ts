import {
  add,
  assertShape,
  crossAttention,
  dense,
  embedding,
  type Layer,
  layerNorm,
  type Network,
  type Params,
  reshape,
  type Sequence,
  split,
  type Tensor,
  tidy,
  transformerBlock,
} from '@xm/tensor-ops';
import { transformerStack } from '../transformerStack.ts';
import type { Tokens } from './tokens.ts';

export interface TextDecoderConfig {
  readonly kind: 'transformer';
  /** Tokens that a text has at most, begin and end among them. */
  readonly length: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  /** Slots that one vector is laid out as, for the text to look at; 0 where the memory comes in slots. */
  readonly slots: number;
  /** Deviation of the numbers that positions begin with: 0.02 unless told otherwise. */
  readonly positions?: number;
}

export type TextDecoderSize = 'decoder-tiny' | 'decoder-small';

/** Named sizes, told by one vector. 'tiny' learns something in a minute or two on two cores. */
export const textDecoderSizes: Record<TextDecoderSize, TextDecoderConfig> = {
  'decoder-tiny': { kind: 'transformer', length: 32, dim: 96, depth: 2, heads: 4, slots: 4 },
  'decoder-small': { kind: 'transformer', length: 64, dim: 192, depth: 4, heads: 6, slots: 8 },
};

/** What a text is told by. */
export interface Memory {
  /** float32 [batch, features], or [batch, slots, features] where the config says 0 slots */
  readonly memory: Tensor;
  /** float32 [batch, slots], 1 where there is something and 0 where there is padding; absent: all 1 */
  readonly memoryMask?: Tensor | undefined;
}

/**
 * What comes next in a text, told by a memory: an embedding with learned positions, then blocks of cross
 * attention to the memory, causal self-attention and a dense part, each added after a norm.
 *
 * Position i of the output is about token i + 1 and knows of tokens 0 … i alone: texts start with a begin
 * token. `tokenCrossEntropy` compares, `generateText` writes.
 *
 * input tokens of any length up to the config's; output float32 [batch, length, vocabulary], logits
 * @see Vaswani et al. 2017
 */
export function textDecoder(
  config: TextDecoderConfig,
  vocabulary: number,
  features: number,
): Network<Tokens & Memory> {
  const { dim, heads, slots } = config;
  const table = embedding(vocabulary, dim);
  const layOut = slots > 0 ? dense(features, slots * dim) : undefined;
  const seen = slots > 0 ? dim : features;
  const stack = transformerStack(config, () => decoderBlock(dim, heads, seen));
  const head = dense(dim, vocabulary, { gain: 0.5 });
  return {
    config: { ...config },
    init: (rng) => {
      const [forTable, forSlots, forHead] = split(split(rng, 1)[0], 3);
      return {
        embedding: table.init(forTable),
        ...(layOut && { slots: layOut.init(forSlots) }),
        ...stack.init(rng),
        head: head.init(forHead),
      };
    },
    apply: (params, { ids, mask, memory, memoryMask }, mode) =>
      tidy(() => {
        const [batch, length] = ids.shape as [number, number];
        const most = Math.min(length, config.length);
        assertShape(ids, [null, most], 'textDecoder: ids', 'Cut the texts first.');
        assertShape(mask, [batch, length], 'textDecoder: mask', 'One number for each token.');
        const p = params as Record<string, Params>;
        if (layOut) {
          const remedy = 'One row of features a text; slots: 0 is for memories of several.';
          assertShape(memory, [batch, features], 'textDecoder: memory', remedy);
        }
        const laidOut = layOut
          ? reshape(layOut.apply(p['slots'], memory, mode), [batch, slots, dim])
          : memory;
        const x = table.apply(p['embedding'], ids, mode);
        const told = { x, mask, memory: laidOut, memoryMask };
        return head.apply(p['head'], stack.apply(params, told, mode), mode);
      }),
  };
}

/** x + cross attention(norm(x), memory), then a transformer block in which no token sees a later one. */
function decoderBlock(dim: number, heads: number, features: number): Layer<Sequence & Memory> {
  const norm = layerNorm(dim);
  const cross = crossAttention(dim, heads, features);
  const self = transformerBlock(dim, { heads, hidden: 2 * dim, causal: true });
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { norm: norm.init(rng), cross: cross.init(a), self: self.init(b) };
    },
    apply: (params, { x, memory, memoryMask, ...rest }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const normed = norm.apply(p['norm'], x, mode);
        const told = cross.apply(p['cross'], { x: normed, memory, mask: memoryMask }, mode);
        return self.apply(p['self'], { ...rest, x: add(x, told) }, mode);
      }),
  };
}
