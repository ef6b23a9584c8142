import { z } from 'zod';
import { count } from './schema/bounds.ts';
import { augmentation, data } from './schema/data.ts';
import { embedding } from './schema/embedding.ts';
import { gan } from './schema/gan.ts';
import { vae } from './schema/vae.ts';

/** What every run is told, whatever its method. */
const common = {
  data,
  augmentation,
  /** Backends in order of preference: the first that can run is taken. */
  backends: z.array(z.enum(['native', 'wasm', 'cpu'])).min(1),
  seed: count(0, Number.MAX_SAFE_INTEGER),
};

/** What `xm train --config` reads, and what stands in a run folder. */
export const configSchema = z.discriminatedUnion('method', [
  z.strictObject({ ...embedding, ...common }),
  z.strictObject({ ...vae, ...common }),
  z.strictObject({ ...gan, ...common }),
]);

export type Config = z.infer<typeof configSchema>;

/** The configuration of a run by one method. */
export type ConfigOf<M extends Config['method']> = Extract<Config, { method: M }>;
