import { modalities } from '@xm/data';
import type { GanConfig } from '@xm/gan';
import { ConfigError } from '@xm/tensor-ops';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { buildVaeModel } from '../vae/buildVaeModel.ts';
import { type GanModel, ganModel } from './ganModel.ts';

/**
 * The model a config describes: see `buildVaeModel`.
 *
 * @throws ConfigError when no modality has private latents: there is nothing to generate then.
 */
export async function buildGanModel(
  config: ConfigOf<'gan'>,
  data: RunData,
  tell?: (line: string) => void,
): Promise<GanModel> {
  const { model } = config;
  const { config: vae } = await buildVaeModel(config, data, tell);
  const { noise, generator, critic } = model.latents;
  const generators = modalities.flatMap((one): [string, GanConfig][] => {
    const dim = vae.vae.channels[one]?.latents ?? 0;
    if (dim === 0) return [];
    const networks = {
      kind: 'vector',
      dim,
      generator: { kind: 'mlp', ...generator },
      critic: { kind: 'mlp', ...critic, joint: true },
    } as const;
    return [[one, { networks, condition: model.shared, noise }]];
  });
  if (generators.length === 0) {
    throw new ConfigError(
      'config.model: image, speech or video must be there and have latents of its own, since they are what is generated.',
    );
  }
  return ganModel({ method: 'gan', vae, generators: Object.fromEntries(generators) });
}
