import { type GanBatch, type GeneratorInput, type Play, play } from '@xm/gan';
import { convCritic, projectionCritic } from '@xm/networks';
import {
  concat,
  disposeParams,
  mapParams,
  type Network,
  type Params,
  type Tensor,
  tidy,
  warmUpCosine,
} from '@xm/tensor-ops';
import type { ConfigOf } from '../config/schema.ts';
import type { GanModel } from './ganModel.ts';

type Config = ConfigOf<'gan'>;
type Critic = NonNullable<Config['model']['critic']>;
type Training = NonNullable<Config['training']['pictures']>;

/**
 * The game for the pictures themselves: the generator is the decoder with what draws its private latents before it, both as
 * they were trained so far, and a critic tells its pictures from real ones under the same shared latents.
 *
 * @param params those of the model, its generators among them; they are borrowed
 */
export function pictureGame(
  { vae: { vae, config }, games, config: { generators } }: GanModel,
  params: Params,
  critic: Critic,
  { steps, learningRate, criticRate, warmUp, gamma }: Training,
): Play<GanBatch> {
  const channel = vae.channels.image!;
  const size = config.vae.channels.image!.encoder.size;
  const { noise, condition } = generators.image!;
  const own = games['image'].game.generator;
  const generator: Network<GeneratorInput, Tensor> = {
    config: own.config,
    init: () => generatorIn(params),
    apply: (p, input, mode) =>
      tidy(() => {
        const alone = own.apply(p['own'] as Params, input, mode);
        const code = concat([input.condition, alone], 1);
        // A decoder of pictures does not look at any.
        return channel.make({ decoder: p['decoder'] as Params }, code, undefined as never, mode);
      }),
  };
  const { features } = critic;
  const trunk = convCritic({ kind: 'conv', size, deviationGroup: 0, ...critic });
  const rate = (peak: number, warmUp: number) => warmUpCosine({ peak, warmUp, steps });
  return play(
    { noise, generator, critic: projectionCritic(trunk, { features, condition }) },
    {
      learningRate: rate(learningRate, warmUp),
      // A critic that knows nothing yet has nothing to teach: it goes ahead.
      criticRate: rate(criticRate, 0),
      r1: gamma > 0 ? { gamma, every: 8 } : false,
      matchingAware: true,
      averageDecay: 0.99,
    },
  );
}

/** What the game trains, as copies. */
const generatorIn = (params: Params): Params => {
  const { generators, image } = params as Record<string, Record<string, Params>>;
  const decoder = (image['channel'] as Record<string, Params>)['decoder'];
  return mapParams((x) => x.clone(), { own: generators['image'], decoder });
};

/**
 * The params with what the game has made of some. Those in whose place they come are freed.
 *
 * @param trained the generator's; they belong to the result
 */
export function withPictures(params: Params, trained: Params): Params {
  const { generators, image } = params as Record<string, Record<string, Params>>;
  const channel = image['channel'] as Record<string, Params>;
  disposeParams({ own: generators['image'], decoder: channel['decoder'] });
  return {
    ...params,
    generators: { ...generators, image: trained['own'] },
    image: { ...image, channel: { ...channel, decoder: trained['decoder'] } },
  };
}
