import {
  add,
  dense,
  fold,
  inference,
  leaves,
  mul,
  type Objective,
  type Params,
  type Rng,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Channel } from '../src/channels/channel.ts';
import { toldOwn } from '../src/channels/toldOwn.ts';
import type { Modality, VaeBatch, VaeObjectiveOptions } from '../src/index.ts';
import { liesAbove, type MethodConfig, methodOf } from '../src/methods/methods.ts';
import type { Parts } from '../src/model/latentCode.ts';
import { type Reader, reader } from '../src/model/reader.ts';

/** One modality of a linear model. */
export interface LinearChannel {
  readonly inputs: number;
  readonly latents: number;
  readonly weight: number;
}

export type LinearChannels = Partial<Record<Modality, LinearChannel>>;

export interface LinearVae extends Parts {
  init(rng: Rng): Params;
  objective(options?: VaeObjectiveOptions): Objective<VaeBatch>;
}

/**
 * A modality that is seen as it is, float32 [batch, inputs], made by one linear layer, and normally distributed about that
 * with deviation 1.
 */
function linearChannel(
  { inputs, latents }: LinearChannel,
  shared: number,
): Channel<Tensor, Tensor> {
  const decoder = dense(shared + latents, inputs);
  return {
    config: {},
    latents,
    features: inputs,
    init: (rng) => ({ decoder: decoder.init(rng) }),
    see: (_, input) => mul(input, 1),
    make: (params, code, _, mode) => decoder.apply(params['decoder'] as Params, code, mode),
    negativeLogLikelihood: (made, input) =>
      tidy(() =>
        add(mul(0.5, sum(square(sub(input, made)), 1)), (inputs / 2) * Math.log(2 * Math.PI)),
      ),
    again: (written) => written as Tensor,
    write: async (params, code) => {
      const made = decoder.apply(params['decoder'] as Params, code, inference);
      const values = await made.data();
      made.dispose();
      return values;
    },
  };
}

/** The whole model of any method, with heads and decoders of one linear layer each. */
export function linearVae(
  config: MethodConfig,
  shared: number,
  channels: LinearChannels,
): LinearVae {
  const readers: Partial<Record<Modality, Reader>> = {};
  const above = liesAbove(config);
  for (const [name, channel] of Object.entries(channels)) {
    const modality = name as Modality;
    const built = above
      ? toldOwn(linearChannel(channel, 0), shared)
      : linearChannel(channel, shared);
    readers[modality] = reader(modality, built as never, channel, above ? undefined : shared);
  }
  const method = methodOf(config, { shared, channels: channels as never, readers });
  return {
    config: { shared, channels: {}, method: config },
    channels: Object.fromEntries(
      Object.entries(readers).map(([modality, { channel }]) => [modality, channel]),
    ),
    readers,
    samplers: {},
    method,
    init: (rng) => {
      const own = method.init(fold(rng, 'method'));
      const sides = Object.entries(readers).map(([one, { init }]) => [one, init(fold(rng, one))]);
      return { ...Object.fromEntries(sides), ...(leaves(own).length > 0 && { method: own }) };
    },
    objective: (options = {}) => method.objective(options),
  };
}
