import {
  add,
  fold,
  type Layer,
  layerNorm,
  type Mode,
  normal,
  type Params,
  type Sequence,
  slice,
  split,
  type Tensor,
  tidy,
  transformerBlock,
} from '@xm/tensor-ops';

export interface StackConfig {
  /** Positions that there are; a sequence may be shorter. */
  readonly length: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  /** Deviation of the numbers that positions begin with: 0.02 unless told otherwise. */
  readonly positions?: number;
}

/**
 * Learned positions, `depth` blocks, and a last norm. The blocks are pre-norm transformer blocks of 2·dim
 * inner units unless told otherwise.
 *
 * The params lie flat beside those of the layer that makes the input, and the first stream of `rng` is
 * left to that layer.
 * @returns float32 [batch, length, dim]
 */
export function transformerStack<In extends Sequence = Sequence>(
  { length, dim, depth, heads, positions: deviation = 0.02 }: StackConfig,
  block: () => Layer<In> = () => transformerBlock(dim, { heads, hidden: 2 * dim }),
): Layer<In> {
  const blocks = Array.from({ length: depth }, block);
  const norm = layerNorm(dim);
  return {
    init: (rng) => {
      const [, forPositions, ...rest] = split(rng, 2 + depth);
      const params: Record<string, Params | Tensor> = {
        positions: normal(forPositions, [length, dim], 0, deviation),
      };
      blocks.forEach((block, i) => {
        params[`block${i}`] = block.init(rest[i]);
      });
      params['norm'] = norm.init(rng);
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const positions = slice(params['positions'] as Tensor, 0, input.x.shape[1] as number);
        let x = add(input.x, positions);
        blocks.forEach((block, i) => {
          x = block.apply(p[`block${i}`], { ...input, x }, blockMode(mode, i));
        });
        return norm.apply(p['norm'], x, mode);
      }),
  };
}

const blockMode = (mode: Mode, index: number): Mode =>
  mode.training ? { training: true, rng: fold(mode.rng, index) } : mode;
