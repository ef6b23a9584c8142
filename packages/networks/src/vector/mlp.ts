import { dense, leakyRelu, type Network, type Params, split, tidy } from '@xm/tensor-ops';

export interface MlpConfig {
  readonly kind: 'mlp';
  /** Units of the inner layers. */
  readonly hidden: readonly number[];
}

/**
 * Dense layers with a leaky ReLU (0.2) between them.
 *
 * input float32 [batch, inputs]; output [batch, outputs], unbounded
 */
export function mlp(config: MlpConfig, inputs: number, outputs: number): Network {
  const widths = [inputs, ...config.hidden, outputs];
  const layers = widths
    .slice(1)
    .map((width, i) => dense(widths[i], width, { gain: i === 0 ? 1 : Math.SQRT2 }));
  return {
    config: { ...config },
    init: (rng) => {
      const streams = split(rng, layers.length);
      return Object.fromEntries(layers.map((layer, i) => [`layer${i}`, layer.init(streams[i])]));
    },
    apply: (params, input, mode) =>
      tidy(() =>
        layers.reduce((x, layer, i) => {
          const seen = i === 0 ? x : leakyRelu(x, 0.2);
          return layer.apply(params[`layer${i}`] as Params, seen, mode);
        }, input),
      ),
  };
}
