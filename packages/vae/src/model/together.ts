import { ConfigError, dispose, fold, type Params, type Tensor, tidy } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';
import { channelOf, type Modality, type Written } from '../channels/channels.ts';
import { write } from './generate.ts';
import {
  type DrawOptions,
  drawCommon,
  drawingOf,
  openCode,
  type Parts,
  temperatureOf,
} from './latentCode.ts';
import { drawShared } from './samplers.ts';
import { modalitiesIn, type VaeBatch } from './vaeBatch.ts';

/**
 * Examples from nothing, each in several modalities at once. The first of them, that with the fewest private latents, is made
 * of shared latents that are drawn; each other one of what was made before it, p(x₁)·p(x₂ | x₁)·…, so that they agree where
 * what was drawn lies between two kinds, too.
 */
export function sample<M extends Modality>(
  parts: Parts,
  params: Params,
  into: readonly M[],
  count: number,
  options: DrawOptions,
): Promise<Pick<Written, M>> {
  const { temperature = 1, rng } = options;
  const drawing = drawingOf(parts, params, temperature);
  const first = (): Tensor => drawShared(count, drawing, fold(rng, 'shared'));
  return inTurn(parts, params, into, {}, { ...options, first });
}

/**
 * From what is there to several modalities at once, in the order of `sample`: each is made of what is there and of what was made
 * before it. Made one by one, each would settle by itself what the input leaves open, and they would not go together.
 *
 * @throws ConfigError when there is no input, a modality is not known, or one is both there and to be made.
 */
export async function translateTogether<M extends Modality>(
  parts: Parts,
  params: Params,
  into: readonly M[],
  inputs: VaeBatch,
  options: DrawOptions,
): Promise<Pick<Written, M>> {
  const both = into.find((one) => inputs[one] !== undefined);
  if (both === undefined) return inTurn(parts, params, into, inputs, options);
  throw new ConfigError(
    `${both} is both given and to be made, where there is one of it: leave it out of the inputs, or of ${into.join(', ')}.`,
  );
}

/** @param options.first shared latents that the first modality is made of, where nothing is given */
async function inTurn<M extends Modality>(
  parts: Parts,
  params: Params,
  into: readonly M[],
  given: VaeBatch,
  options: DrawOptions & { readonly first?: () => Tensor },
): Promise<Pick<Written, M>> {
  const latentsOf = (one: M): number => channelOf(parts.channels, one).latents;
  const made: Partial<Written> = {};
  const again: Partial<Record<Modality, ChannelInput>> = {};
  try {
    for (const to of into.toSorted((a, b) => latentsOf(a) - latentsOf(b))) {
      const told = { ...options, samples: 1, temperature: temperatureOf(parts, to, options) };
      const known = { ...given, ...again } as VaeBatch;
      const code = tidy(() => {
        const isFirst = options.first !== undefined && modalitiesIn(known).length === 0;
        const z = isFirst ? options.first() : drawCommon(parts, params, known, told);
        return openCode(parts, params, to, z, told);
      });
      made[to] = await write(parts, params, to, code, told);
      again[to] = channelOf(parts.channels, to).again(made[to]);
    }
  } finally {
    dispose(again as never);
  }
  return made as Pick<Written, M>;
}
