import type { ChannelConfigs } from '../channels/channels.ts';
import type { VelocityConfig } from '../flow/velocityNetwork.ts';
import type { MethodConfig } from '../methods/methods.ts';

/** Plain JSON. Saved beside the params, it is all that is needed to use them again. */
export interface VaeConfig {
  /** Latents that all modalities have in common: what a translation carries over. */
  readonly shared: number;
  readonly channels: ChannelConfigs;
  /** Which model of the family: 'recipe' unless told otherwise. */
  readonly method?: MethodConfig;
  /** Of the flows that draw latents in use. Without it there are none: latents are drawn from their prior, or given to `decode`. */
  readonly sampler?: VelocityConfig;
}
