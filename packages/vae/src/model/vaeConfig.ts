import type { ChannelConfigs } from '../channels/channels.ts';
import type { MethodConfig } from '../methods/methods.ts';
import type { SamplerConfig } from './samplers.ts';

/** Plain JSON. Saved beside the params, it is all that is needed to use them again. */
export interface VaeConfig {
  /** Latents that all modalities have in common: what a translation carries over. */
  readonly shared: number;
  readonly channels: ChannelConfigs;
  /** Which model of the family: 'recipe' unless told otherwise. */
  readonly method?: MethodConfig;
  /** Of what draws latents in use. Without it there are none: latents are drawn from their prior, or given to `decode`. */
  readonly sampler?: SamplerConfig;
}
