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
import { paintingStages, type StagesConfig } from './paintingStages.ts';
import { assertTiles } from './patchify.ts';

export interface ConvDecoderConfig extends StagesConfig {
  readonly kind: 'conv';
  /** Side of the square picture in pixels, or its height and width. */
  readonly size: number | readonly [height: number, width: number];
}

/**
 * The mirror of `convEncoder`: features become the coarsest grid; each stage adds blocks and parts every
 * cell into squares. In each block the features say how much of every channel passes (FiLM, Perez et al.
 * 2018), so that what is to be painted is known at every scale.
 *
 * input float32 [batch, features]; output float32 [batch, height, width, channels], unbounded
 */
export function convDecoder(config: ConvDecoderConfig, features: number): Network {
  const { size, patch, widths } = config;
  const coarsest = patch * 2 ** (widths.length - 1);
  const [rows, columns] = (typeof size === 'number' ? [size, size] : size).map((side) => {
    assertTiles(side, coarsest, 'convDecoder');
    return side / coarsest;
  });
  const first = dense(features, rows * columns * widths[0]);
  const stages = paintingStages(config, (width) => modulatedBlock(width, features));
  return {
    config: { ...config },
    init: (rng) => {
      const [own, ...streams] = split(rng, 1 + stages.count);
      return { first: first.init(own), ...stages.init(streams) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        assertShape(input, [null, features], 'convDecoder: input', 'One row of features each.');
        const p = params as Record<string, Params>;
        const told = first.apply(p['first'], input, mode);
        const grid = reshape(told, [input.shape[0], rows, columns, widths[0]]);
        return stages.paint(p, grid, mode, (block, own, x) =>
          block.apply(own, { x, features: input }, mode),
        );
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
