import {
  dense,
  type Layer,
  type Mode,
  type Params,
  type Rng,
  split,
  type Tensor,
} from '@xm/tensor-ops';
import { unpatchify } from './patchify.ts';

export interface StagesConfig {
  /** Of a pixel; 3 unless told otherwise. */
  readonly channels?: number;
  /** Side of the squares that the last stage paints; each earlier stage halves the grid once more. */
  readonly patch: number;
  /** Channels of each stage, from the coarsest grid to the finest. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage. */
  readonly blocks: number;
}

/** Runs one block of a stage. */
type Run<In> = (block: Layer<In>, params: Params, x: Tensor) => Tensor;

export interface PaintingStages<In> {
  readonly count: number;
  /** @param streams one for each stage */
  init(streams: readonly Rng[]): Record<string, Params>;
  /** float32 [batch, rows, columns, widths[0]] → pixels. To be called within `tidy`. */
  paint(params: Record<string, Params>, grid: Tensor, mode: Mode, run: Run<In>): Tensor;
}

/**
 * From a coarse grid to pixels: each stage is some blocks, then every cell is parted into squares.
 *
 * @param blockOf a block of so many channels
 */
export function paintingStages<In>(
  { channels = 3, patch, widths, blocks }: StagesConfig,
  blockOf: (width: number) => Layer<In>,
): PaintingStages<In> {
  const stages = widths.map((width, i) => {
    const isLast = i === widths.length - 1;
    const square = isLast ? patch : 2;
    const outputs = square * square * (isLast ? channels : widths[i + 1]);
    return {
      square,
      part: dense(width, outputs, { gain: isLast ? 0.5 : 1 }),
      blocks: Array.from({ length: blocks }, () => blockOf(width)),
    };
  });
  return {
    count: stages.length,
    init: (streams) => {
      const params: Record<string, Params> = {};
      stages.forEach((stage, i) => {
        const [forPart, ...rest] = split(streams[i], 1 + blocks);
        stage.blocks.forEach((block, j) => {
          params[`block${i}_${j}`] = block.init(rest[j]);
        });
        params[`part${i}`] = stage.part.init(forPart);
      });
      return params;
    },
    paint: (params, grid, mode, run) =>
      stages.reduce((coarse, stage, i) => {
        const x = stage.blocks.reduce(
          (y, block, j) => run(block, params[`block${i}_${j}`], y),
          coarse,
        );
        return unpatchify(stage.part.apply(params[`part${i}`], x, mode), stage.square);
      }, grid),
  };
}
