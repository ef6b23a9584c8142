import { slice, type Tensor } from '@xm/tensor-ops';
import type { Channel, ChannelInput } from './channel.ts';

/**
 * The same channel, built for private latents alone, under shared ones that its decoder is not told: of a code, float32
 * [batch, shared + latents], it takes what comes behind those.
 */
export function toldOwn<In extends ChannelInput, Made, Written>(
  channel: Channel<In, Made, Written>,
  shared: number,
): Channel<In, Made, Written> {
  const ownOf = (code: Tensor): Tensor => slice(code, [0, shared], [code.shape[0], -1]);
  return {
    ...channel,
    make: (params, code, input, mode) => channel.make(params, ownOf(code), input, mode),
    write: async (params, code, options) => {
      const own = ownOf(code);
      try {
        return await channel.write(params, own, options);
      } finally {
        own.dispose();
      }
    },
  };
}
