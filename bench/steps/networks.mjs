// The networks of the four steps, on the shapes of bench/peers/pytorch_steps.py.
import {
  add,
  conv2dLayer,
  conv2dTransposed,
  dense,
  embedding,
  mean,
  normal,
  relu,
  reshape,
  split,
  tidy,
  transformerBlock,
} from '@xm/tensor-ops';

/** Layers one after another, ReLU between them. Params: { layer0, layer1, … }. */
function chain(layers, between = relu) {
  return {
    init: (rng) => {
      const streams = split(rng, layers.length);
      return Object.fromEntries(layers.map((layer, i) => [`layer${i}`, layer.init(streams[i])]));
    },
    apply: (params, x, mode) =>
      layers.reduce((y, layer, i) => {
        const out = layer.apply(params[`layer${i}`], y, mode);
        return i < layers.length - 1 ? between(out) : out;
      }, x),
  };
}

export const mlp = (...sizes) =>
  chain(sizes.slice(1).map((size, i) => dense(sizes[i], size, { gain: Math.SQRT2 })));

const k4s2 = { size: 4, strides: 2 };

/** [batch, 64, 64, 3] → [batch, out]: four convolutions, kernel 4, stride 2, and a dense head. */
export function convEncoder(out, widths = [32, 64, 128, 256]) {
  const convolutions = chain(
    widths.map((width, i) => conv2dLayer(widths[i - 1] ?? 3, width, k4s2)),
  );
  const head = dense(widths.at(-1) * 16, out);
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { convolutions: convolutions.init(a), head: head.init(b) };
    },
    apply: (params, x, mode) => {
      const grid = relu(convolutions.apply(params.convolutions, x, mode));
      return head.apply(params.head, reshape(grid, [x.shape[0], -1]), mode);
    },
  };
}

/** [batch, inputs] → [batch, 64, 64, 3]: a dense layer and four transposed convolutions. */
export function convDecoder(inputs, widths = [256, 128, 64, 32]) {
  const start = dense(inputs, widths[0] * 16);
  const convolutions = chain(
    widths.map((width, i) => conv2dTransposed(width, widths[i + 1] ?? 3, k4s2)),
  );
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { start: start.init(a), convolutions: convolutions.init(b) };
    },
    apply: (params, z, mode) => {
      const grid = reshape(relu(start.apply(params.start, z, mode)), [-1, 4, 4, widths[0]]);
      return convolutions.apply(params.convolutions, grid, mode);
    },
  };
}

/** int [batch, 16] → [batch, out]: two pre-norm transformer blocks, width 128, four heads, mean over positions. */
export function textEncoder(out, { vocabulary = 64, width = 128, length = 16 } = {}) {
  const tokens = embedding(vocabulary, width);
  const blocks = [0, 1].map(() => transformerBlock(width, { heads: 4 }));
  const head = dense(width, out);
  return {
    init: (rng) => {
      const [a, b, c, d, e] = split(rng, 5);
      return {
        tokens: tokens.init(a),
        positions: normal(b, [length, width], 0, 0.02),
        block0: blocks[0].init(c),
        block1: blocks[1].init(d),
        head: head.init(e),
      };
    },
    apply: (params, ids, mode) =>
      tidy(() => {
        let x = add(tokens.apply(params.tokens, ids, mode), params.positions);
        blocks.forEach((block, i) => {
          x = block.apply(params[`block${i}`], { x }, mode);
        });
        return head.apply(params.head, mean(x, 1), mode);
      }),
  };
}
