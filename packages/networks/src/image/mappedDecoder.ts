import { leakyRelu, type Network, type Params, split, tidy } from '@xm/tensor-ops';
import { type MlpConfig, mlp } from '../vector/mlp.ts';
import { type ConvDecoderConfig, convDecoder } from './convDecoder.ts';

export interface MappedDecoderConfig {
  readonly kind: 'mapped';
  readonly mapping: MlpConfig & {
    /** Length of the row that the decoder takes. */
    readonly features: number;
  };
  readonly decoder: ConvDecoderConfig;
}

/**
 * Dense layers before `convDecoder`, so that where a thing stands and how it is turned need not be linear in what is
 * given, in noise for instance.
 *
 * input float32 [batch, inputs]; output as that of `convDecoder`
 * @see Karras et al. 2019, section 2
 */
export function mappedDecoder(config: MappedDecoderConfig, inputs: number): Network {
  const { features, ...inner } = config.mapping;
  const mapping = mlp(inner, inputs, features);
  const decoder = convDecoder(config.decoder, features);
  return {
    config: { ...config, mapping: { ...config.mapping }, decoder: decoder.config },
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { mapping: mapping.init(a), decoder: decoder.init(b) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const row = mapping.apply(params['mapping'] as Params, input, mode);
        return decoder.apply(params['decoder'] as Params, leakyRelu(row, 0.2), mode);
      }),
  };
}
