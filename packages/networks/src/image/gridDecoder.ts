import { assertShape, dense, type Network, type Params, split, tidy } from '@xm/tensor-ops';
import { unpatchify } from './patchify.ts';
import { residualBlock } from './residualBlock.ts';

export interface GridDecoderConfig {
  readonly kind: 'grid';
  /** Of a pixel; 3 unless told otherwise. */
  readonly channels?: number;
  /** Side of the squares that the last stage paints; each earlier stage halves the grid once more. */
  readonly patch: number;
  /** Channels of each stage, from the coarsest grid to the finest. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage. */
  readonly blocks: number;
}

/**
 * A picture from a grid of vectors, each of which paints its own square and, by the convolutions, what is near it:
 * `convEncoder` without its pooling, mirrored. The same everywhere in the picture, and for grids of any size.
 *
 * input float32 [batch, rows, columns, inputs]; output float32 [batch, rows·side, columns·side, channels], unbounded,
 * side = patch·2^(stages − 1)
 */
export function gridDecoder(config: GridDecoderConfig, inputs: number): Network {
  const { channels = 3, patch, widths, blocks } = config;
  const first = dense(inputs, widths[0]);
  const stages = widths.map((width, i) => {
    const isLast = i === widths.length - 1;
    const square = isLast ? patch : 2;
    const outputs = square * square * (isLast ? channels : widths[i + 1]);
    return {
      square,
      part: dense(width, outputs, { gain: isLast ? 0.5 : 1 }),
      blocks: Array.from({ length: blocks }, () => residualBlock(width)),
    };
  });
  return {
    config: { ...config },
    init: (rng) => {
      const [own, ...streams] = split(rng, 1 + stages.length);
      const params: Record<string, Params> = { first: first.init(own) };
      stages.forEach((stage, i) => {
        const [forPart, ...rest] = split(streams[i], 1 + blocks);
        stage.blocks.forEach((block, j) => {
          params[`block${i}_${j}`] = block.init(rest[j]);
        });
        params[`part${i}`] = stage.part.init(forPart);
      });
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const remedy = 'A vector for each cell of the grid.';
        assertShape(input, [null, null, null, inputs], 'gridDecoder: input', remedy);
        const p = params as Record<string, Params>;
        let x = first.apply(p['first'], input, mode);
        stages.forEach((stage, i) => {
          stage.blocks.forEach((block, j) => {
            x = block.apply(p[`block${i}_${j}`], x, mode);
          });
          x = unpatchify(stage.part.apply(p[`part${i}`], x, mode), stage.square);
        });
        return x;
      }),
  };
}
