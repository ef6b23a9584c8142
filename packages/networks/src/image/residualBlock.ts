import {
  add,
  conv2dLayer,
  dense,
  type Layer,
  layerNorm,
  type Params,
  relu,
  split,
  tidy,
} from '@xm/tensor-ops';

/** x + pointwise(relu(conv(norm(x)))) of [batch, rows, columns, width], the convolution being 3×3. */
export function residualBlock(width: number): Layer {
  const norm = layerNorm(width);
  const spatial = conv2dLayer(width, width, { size: 3, gain: Math.SQRT2 });
  const pointwise = dense(width, width, { gain: 0.5 });
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { norm: norm.init(rng), spatial: spatial.init(a), pointwise: pointwise.init(b) };
    },
    apply: (params, x, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const inner = relu(spatial.apply(p['spatial'], norm.apply(p['norm'], x, mode), mode));
        return add(x, pointwise.apply(p['pointwise'], inner, mode));
      }),
  };
}
