import { ConfigError } from '@xm/tensor-ops';
import type { VaeObjectiveOptions } from '../model/objectiveOptions.ts';
import { type CmvaeConfig, cmvae } from './cmvae.ts';
import { type CrmvaeConfig, crmvae } from './crmvae.ts';
import { type CvaeConfig, cvae } from './cvae.ts';
import { type DmvaeConfig, dmvae } from './dmvae.ts';
import { type JmvaeConfig, jmvae } from './jmvae.ts';
import { type JnfConfig, jnf } from './jnf.ts';
import type { Method, MethodKind, MethodParts } from './method.ts';
import { type MhvaeConfig, mhvae } from './mhvae.ts';
import { type MmvaeConfig, mmvae } from './mmvae.ts';
import { type MmvaePlusConfig, mmvaePlus } from './mmvaePlus.ts';
import { type MopoeConfig, mopoe } from './mopoe.ts';
import { type MvaeConfig, mvae } from './mvae.ts';
import { type MvtcaeConfig, mvtcae } from './mvtcae.ts';
import { type NexusConfig, nexus } from './nexus.ts';
import { type RecipeConfig, recipe } from './recipe.ts';
import { type TelboConfig, telbo } from './telbo.ts';
import { type VaeMethodConfig, vae } from './vae.ts';

/** Which model of the family, and what it is told. Plain JSON, saved with the model. */
export type MethodConfig =
  | RecipeConfig
  | VaeMethodConfig
  | CvaeConfig
  | JmvaeConfig
  | TelboConfig
  | MvaeConfig
  | MmvaeConfig
  | MopoeConfig
  | MvtcaeConfig
  | DmvaeConfig
  | MmvaePlusConfig
  | CmvaeConfig
  | CrmvaeConfig
  | MhvaeConfig
  | JnfConfig
  | NexusConfig;

type Kinds = { readonly [C in MethodConfig as C['kind']]: MethodKind<C> };

/** One of each kind. */
export const methods: Kinds = {
  recipe,
  vae,
  cvae,
  jmvae,
  telbo,
  mvae,
  mmvae,
  mopoe,
  mvtcae,
  dmvae,
  'mmvae+': mmvaePlus,
  cmvae,
  crmvae,
  mhvae,
  jnf,
  nexus,
};

/** Whether in a method shared latents lie above private ones: see `MethodKind`. */
export const liesAbove = ({ kind }: MethodConfig): boolean =>
  (methods[kind] as MethodKind<never> | undefined)?.above === true;

/**
 * The method of a model.
 *
 * @throws ConfigError for a method that there is not, for a bound, a distribution or private latents that it does not have,
 *   and for less than one sample; its objective, for an option that it does not take.
 */
export function methodOf(config: MethodConfig, parts: MethodParts): Method {
  const { kind } = config;
  if (!Object.hasOwn(methods, kind)) {
    const all = Object.keys(methods).join(', ');
    throw new ConfigError(`method.kind must be one of ${all}, got '${kind}'.`);
  }
  const model = methods[kind] as MethodKind<MethodConfig>;
  assertTold(config, model);
  assertOwn(kind, model, parts);
  const method = model.build(config, parts);
  return {
    ...method,
    objective: (options) => {
      assertTaken(kind, method, options);
      return method.objective(options);
    },
  };
}

/** What some methods can be told; what came as JSON may tell it to any. */
interface Told {
  readonly bound?: string;
  readonly latents?: string;
  readonly samples?: number;
}

function assertTold(config: MethodConfig, model: MethodKind<never>): void {
  const { kind, bound, latents, samples }: Told & { readonly kind: string } = config;
  const { bounds, distributions } = model;
  if (bound !== undefined && !(bounds as readonly string[]).includes(bound)) {
    throw new ConfigError(`method.bound: ${kind} has ${bounds.join(', ')}, got '${bound}'.`);
  }
  if (latents !== undefined && !(distributions as readonly string[]).includes(latents)) {
    const why =
      latents === 'laplace' ? ' A product of Laplace experts has no closed form: take mmvae.' : '';
    throw new ConfigError(
      `method.latents: ${kind} has ${distributions.join(', ')}, got '${latents}'.${why}`,
    );
  }
  if (samples !== undefined && !(Number.isInteger(samples) && samples >= 1)) {
    throw new ConfigError(`method.samples must be a whole number from 1, got ${samples}.`);
  }
}

function assertOwn(kind: string, { own }: MethodKind<never>, { readers }: MethodParts): void {
  const all = Object.entries(readers);
  const having = all.flatMap(([modality, { channel }]) => (channel.latents > 0 ? [modality] : []));
  const got = `got ${having.join(', ') || 'none'} with some`;
  if (own === 'none' && having.length > 0) {
    throw new ConfigError(
      `channels: ${kind} has no private latents, so latents must be 0, ${got}. Other methods have them.`,
    );
  }
  if (own === 'some' && having.length === 0) {
    throw new ConfigError(`channels: in ${kind} some modality must have private latents, ${got}.`);
  }
  if (own === 'each' && having.length < all.length) {
    throw new ConfigError(`channels: in ${kind} each modality must have private latents, ${got}.`);
  }
}

function assertTaken(kind: string, { takes }: Method, options: VaeObjectiveOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || (takes as readonly string[]).includes(name)) continue;
    // A weight of nothing asks for nothing.
    if (value === 0) continue;
    throw new ConfigError(`objective: ${kind} takes ${takes.join(', ')}, got ${name}.`);
  }
}
