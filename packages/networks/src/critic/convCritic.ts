import {
  add,
  assertShape,
  conv2dLayer,
  dense,
  type Layer,
  leakyRelu,
  mul,
  type Network,
  type Params,
  reshape,
  split,
  sub,
  tidy,
} from '@xm/tensor-ops';
import { assertTiles, patchify } from '../image/patchify.ts';
import { minibatchDeviation } from './minibatchDeviation.ts';

export interface ConvCriticConfig {
  readonly kind: 'conv';
  /** Side of the square picture, in pixels. */
  readonly size: number;
  /** Side of the squares that the stem takes in; each later stage halves the grid once more. */
  readonly patch: number;
  /** Channels of each stage. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage. */
  readonly blocks: number;
  /** Length of the vector that it gives. */
  readonly features: number;
  /** Examples of a group of `minibatchDeviation`, which then must divide the batch; 0 leaves it out. */
  readonly deviationGroup: number;
}

/**
 * The trunk of a critic of pictures: residual convolutions in stages, as `convEncoder`, with leaky ReLU (0.2) and
 * without any norm, so that one picture's score knows nothing of the others' (but for `minibatchDeviation`) and
 * contrast counts; the last grid is flattened.
 *
 * input float32 [batch, size, size, 3] in 0…1; output [batch, features]
 */
export function convCritic(config: ConvCriticConfig): Network {
  const { widths, patch, size, blocks, features, deviationGroup } = config;
  const coarsest = patch * 2 ** (widths.length - 1);
  assertTiles(size, coarsest, 'convCritic');
  const stages = widths.map((width, i) => {
    const side = i === 0 ? patch : 2;
    const inputs = i === 0 ? 3 : widths[i - 1];
    return {
      side,
      merge: dense(side * side * inputs, width),
      blocks: Array.from({ length: blocks }, () => residualBlock(width)),
    };
  });
  const seen = widths[widths.length - 1] + (deviationGroup > 0 ? 1 : 0);
  const last = dense((size / coarsest) ** 2 * seen, features, { gain: Math.SQRT2 });
  return {
    config: { ...config },
    init: (rng) => {
      const params: Record<string, Params> = {};
      const [own, ...streams] = split(rng, 1 + stages.length);
      stages.forEach((stage, i) => {
        const [forMerge, ...rest] = split(streams[i], 1 + blocks);
        params[`merge${i}`] = stage.merge.init(forMerge);
        stage.blocks.forEach((block, j) => {
          params[`block${i}_${j}`] = block.init(rest[j]);
        });
      });
      params['last'] = last.init(own);
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const remedy = 'Resize the pictures first.';
        assertShape(input, [null, size, size, 3], 'convCritic: input', remedy);
        const p = params as Record<string, Params>;
        // About zero mean and unit deviation, as the layers expect.
        let x = mul(sub(input, 0.5), 4);
        stages.forEach((stage, i) => {
          x = stage.merge.apply(p[`merge${i}`], patchify(x, stage.side), mode);
          stage.blocks.forEach((block, j) => {
            x = block.apply(p[`block${i}_${j}`], x, mode);
          });
        });
        const grid = deviationGroup > 0 ? minibatchDeviation(x, deviationGroup) : x;
        const flat = reshape(leakyRelu(grid, 0.2), [input.shape[0], -1]);
        return last.apply(p['last'], flat, mode);
      }),
  };
}

/** x + pointwise(leaky(conv(leaky(x)))) */
function residualBlock(width: number): Layer {
  const spatial = conv2dLayer(width, width, { size: 3, gain: Math.SQRT2 });
  const pointwise = dense(width, width, { gain: Math.SQRT1_2 });
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { spatial: spatial.init(a), pointwise: pointwise.init(b) };
    },
    apply: (params, x, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const inner = leakyRelu(spatial.apply(p['spatial'], leakyRelu(x, 0.2), mode), 0.2);
        return add(x, pointwise.apply(p['pointwise'], inner, mode));
      }),
  };
}
