import {
  assertShape,
  dense,
  layerNorm,
  type Network,
  type Params,
  reshape,
  split,
  tidy,
} from '@xm/tensor-ops';
import { assertTiles, patchify } from './patchify.ts';
import { type Pooling, pool } from './pooling.ts';
import { residualBlock } from './residualBlock.ts';

export interface ConvConfig {
  readonly kind: 'conv';
  /** Side of the square input, in pixels. */
  readonly size: number;
  /** Side of the squares that the stem takes in; each later stage halves the grid once more. */
  readonly patch: number;
  /** Channels of each stage. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage. */
  readonly blocks: number;
  readonly pooling: Pooling;
}

/**
 * Residual convolutions, in stages: each stage cuts the grid into squares (a strided convolution without
 * overlap), then adds blocks of norm, 3×3 convolution, ReLU, 1×1 convolution; the last grid is pooled. Norms are over channels, as in ConvNeXt (Liu et al. 2022).
 *
 * input float32 [batch, size, size, 3], about zero mean and unit deviation; output [batch, features]
 */
export function convEncoder(config: ConvConfig): Network {
  const { widths, patch, size, blocks } = config;
  assertTiles(size, patch * 2 ** (widths.length - 1), 'convEncoder');
  const stages = widths.map((width, i) => {
    const side = i === 0 ? patch : 2;
    const inputs = i === 0 ? 3 : widths[i - 1];
    return {
      side,
      merge: dense(side * side * inputs, width),
      blocks: Array.from({ length: blocks }, () => residualBlock(width)),
    };
  });
  const norm = layerNorm(widths[widths.length - 1]);
  return {
    config: { ...config },
    init: (rng) => {
      const params: Record<string, Params> = {};
      const streams = split(rng, stages.length);
      stages.forEach((stage, i) => {
        const [own, ...rest] = split(streams[i], 1 + blocks);
        params[`merge${i}`] = stage.merge.init(own);
        stage.blocks.forEach((block, j) => {
          params[`block${i}_${j}`] = block.init(rest[j]);
        });
      });
      params['norm'] = norm.init(rng);
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        assertShape(
          input,
          [null, size, size, 3],
          'convEncoder: input',
          'Resize the pictures first.',
        );
        const p = params as Record<string, Params>;
        let x = input;
        stages.forEach((stage, i) => {
          x = stage.merge.apply(p[`merge${i}`], patchify(x, stage.side), mode);
          stage.blocks.forEach((block, j) => {
            x = block.apply(p[`block${i}_${j}`], x, mode);
          });
        });
        const [batch, , , channels] = x.shape;
        const grid = norm.apply(p['norm'], reshape(x, [batch, -1, channels]), mode);
        return pool(grid, config.pooling);
      }),
  };
}
