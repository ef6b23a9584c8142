import { assertShape, dense, type Network, type Params, split, tidy } from '@xm/tensor-ops';
import { paintingStages, type StagesConfig } from './paintingStages.ts';
import { residualBlock } from './residualBlock.ts';

export interface GridDecoderConfig extends StagesConfig {
  readonly kind: 'grid';
}

/**
 * A picture from a grid of vectors, each of which paints its own square and, by the convolutions, what is near it:
 * `convEncoder` without its pooling, mirrored. The same everywhere in the picture, and for grids of any size.
 *
 * input float32 [batch, rows, columns, inputs]; output float32 [batch, rows·side, columns·side, channels], unbounded,
 * side = patch·2^(stages − 1)
 */
export function gridDecoder(config: GridDecoderConfig, inputs: number): Network {
  const first = dense(inputs, config.widths[0]);
  const stages = paintingStages(config, residualBlock);
  return {
    config: { ...config },
    init: (rng) => {
      const [own, ...streams] = split(rng, 1 + stages.count);
      return { first: first.init(own), ...stages.init(streams) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const remedy = 'A vector for each cell of the grid.';
        assertShape(input, [null, null, null, inputs], 'gridDecoder: input', remedy);
        const p = params as Record<string, Params>;
        const grid = first.apply(p['first'], input, mode);
        return stages.paint(p, grid, mode, (block, own, x) => block.apply(own, x, mode));
      }),
  };
}
