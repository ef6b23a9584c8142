import {
  add,
  assertShape,
  conv2dLayer,
  dense,
  expandDims,
  type Layer,
  layerNorm,
  mul,
  type Network,
  type Params,
  relu,
  reshape,
  split,
  splitTensor,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { assertTiles, unpatchify } from './patchify.ts';

export interface ConvDecoderConfig {
  readonly kind: 'conv';
  /** Side of the square picture in pixels, or its height and width. */
  readonly size: number | readonly [height: number, width: number];
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
 * The mirror of `convEncoder`: features become the coarsest grid; each stage adds blocks and parts every
 * cell into squares. In each block the features say how much of every channel passes (FiLM, Perez et al.
 * 2018), so that what is to be painted is known at every scale.
 *
 * input float32 [batch, features]; output float32 [batch, height, width, channels], unbounded
 */
export function convDecoder(config: ConvDecoderConfig, features: number): Network {
  const { size, channels = 3, patch, widths, blocks } = config;
  const coarsest = patch * 2 ** (widths.length - 1);
  const [rows, columns] = (typeof size === 'number' ? [size, size] : size).map((side) => {
    assertTiles(side, coarsest, 'convDecoder');
    return side / coarsest;
  });
  const first = dense(features, rows * columns * widths[0]);
  const stages = widths.map((width, i) => {
    const isLast = i === widths.length - 1;
    const square = isLast ? patch : 2;
    const outputs = square * square * (isLast ? channels : widths[i + 1]);
    return {
      square,
      part: dense(width, outputs, { gain: isLast ? 0.5 : 1 }),
      blocks: Array.from({ length: blocks }, () => modulatedBlock(width, features)),
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
        assertShape(input, [null, features], 'convDecoder: input', 'One row of features each.');
        const p = params as Record<string, Params>;
        const grid = first.apply(p['first'], input, mode);
        let x = reshape(grid, [input.shape[0], rows, columns, widths[0]]);
        stages.forEach((stage, i) => {
          stage.blocks.forEach((block, j) => {
            x = block.apply(p[`block${i}_${j}`], { x, features: input }, mode);
          });
          x = unpatchify(stage.part.apply(p[`part${i}`], x, mode), stage.square);
        });
        return x;
      }),
  };
}

/** x + pointwise(relu(conv(norm(x)·(1 + gain) + shift))), where gain and shift are linear in the features. */
function modulatedBlock(
  width: number,
  features: number,
): Layer<{ readonly x: Tensor; readonly features: Tensor }> {
  const norm = layerNorm(width);
  const modulation = dense(features, 2 * width, { gain: 0.3 });
  const spatial = conv2dLayer(width, width, { size: 3, gain: Math.SQRT2 });
  const pointwise = dense(width, width, { gain: 0.5 });
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return {
        norm: norm.init(rng),
        modulation: modulation.init(a),
        spatial: spatial.init(b),
        pointwise: pointwise.init(c),
      };
    },
    apply: (params, { x, features: row }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const told = modulation.apply(p['modulation'], row, mode);
        const [gain, shift] = splitTensor(expandDims(expandDims(told, 1), 1), 2, -1);
        const normed = norm.apply(p['norm'], x, mode);
        const modulated = add(add(normed, mul(normed, gain)), shift);
        const inner = relu(spatial.apply(p['spatial'], modulated, mode));
        return add(x, pointwise.apply(p['pointwise'], inner, mode));
      }),
  };
}
