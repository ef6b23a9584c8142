import type { Direction, Modality } from '@xm/data';
import { type ConditionalGan, conditionalGan, type GanConfig } from '@xm/gan';
import { fold, type Params, type Rng } from '@xm/tensor-ops';
import { type VaeModel, type VaeModelConfig, vaeModel } from '@xm/vae';

/** Plain JSON: all that is needed to use saved params. */
export interface GanModelConfig {
  readonly method: 'gan';
  readonly vae: VaeModelConfig;
  /** Who draws the private latents of each modality that has some, under the shared ones. */
  readonly generators: Partial<Readonly<Record<Modality, GanConfig>>>;
}

/**
 * Generators that begin as decoders: G(noise, z) = decoder(z, private(noise, z)), z the latents that a variational model
 * reads from another modality.
 */
export interface GanModel {
  readonly config: GanModelConfig;
  readonly vae: VaeModel;
  readonly games: Readonly<Record<string, ConditionalGan>>;
  /** Into each modality that has a generator, from every other. */
  readonly directions: readonly Direction[];
  /** Params as a finished model has them: those of the variational model, and `generators` beside them. */
  init(rng: Rng): Params;
}

/** @throws ConfigError when a part cannot be built. */
export function ganModel(config: GanModelConfig): GanModel {
  const vae = vaeModel(config.vae);
  const games = Object.fromEntries(
    Object.entries(config.generators).map(([name, game]) => [name, conditionalGan(game)]),
  );
  const { modalities } = vae;
  return {
    config,
    vae,
    games,
    directions: modalities.flatMap((from) =>
      modalities.flatMap((to) => (to !== from && to in games ? [{ from, to }] : [])),
    ),
    init: (rng) => ({
      ...vae.vae.init(rng),
      generators: Object.fromEntries(
        Object.entries(games).map(([name, { game }]) => [
          name,
          game.generator.init(fold(rng, name)),
        ]),
      ),
    }),
  };
}
