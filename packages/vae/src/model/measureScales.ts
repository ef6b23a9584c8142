import { ConfigError, dispose, fold, inference, type Params, type Rng, tidy } from '@xm/tensor-ops';
import type { ChannelInput, ScaleValue } from '../channels/channel.ts';
import { channelOf, type Modality } from '../channels/channels.ts';
import { closedCode, type Parts } from './latentCode.ts';
import { modalitiesIn, type VaeBatch } from './vaeBatch.ts';

/** How far each modality lies from what is made of its code: see `Scale`. */
export type Scales = Partial<Readonly<Record<Modality, ScaleValue>>>;

/**
 * The scales under which data are most probable, of all modalities that have one: over all numbers of all examples, each
 * made from latents that are drawn from its posterior. For `logLikelihood`, or, as `scale` in a channel's config, for good.
 *
 * @param batches each read once; they are borrowed
 * @throws ConfigError when no example has any of them; the signal's reason when aborted.
 */
export async function measureScales(
  parts: Parts,
  params: Params,
  batches: AsyncIterable<VaeBatch> | Iterable<VaeBatch>,
  { rng, signal }: { readonly rng: Rng; readonly signal?: AbortSignal },
): Promise<Scales> {
  const sums: Partial<Record<Modality, { totals: number[]; count: number }>> = {};
  let lot = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const told = { temperature: 1, rng: fold(rng, lot++) };
    for (const modality of modalitiesIn(batch)) {
      const channel = channelOf(parts.channels, modality);
      if (channel.scale === undefined) continue;
      const { distances } = channel.scale;
      const read = tidy((): never => {
        const input = batch[modality] as ChannelInput;
        const code = closedCode(parts, params, modality, batch, told);
        const own = (params[modality] as Params)['channel'] as Params;
        const made = channel.make(own, code, input as never, inference);
        return distances(made as never, input as never) as never;
      }) as ReturnType<typeof distances>;
      const [totals, [count]] = await Promise.all([read.total.data(), read.count.data()]);
      dispose({ ...read });
      const before = sums[modality];
      sums[modality] = {
        totals: Array.from(totals, (total, i) => total + (before?.totals[i] ?? 0)),
        count: count + (before?.count ?? 0),
      };
    }
  }
  const measured = Object.entries(sums).map(([name, { totals, count }]) => {
    const scale = channelOf(parts.channels, name as Modality).scale!;
    return [name, scale.of(totals.map((total) => total / count))] as const;
  });
  if (measured.length > 0) return Object.fromEntries(measured);
  throw new ConfigError('measureScales: some example must have numbers, such as pixels, none has.');
}

/**
 * The scale that a modality is scored at; undefined where it has none, as a text.
 *
 * @throws ConfigError when it is not known.
 */
export function scaleOf(
  { channels }: Parts,
  modality: Modality,
  scales: Scales = {},
): ScaleValue | undefined {
  const { scale } = channelOf(channels, modality);
  const given = scales[modality] ?? scale?.fixed;
  if (scale === undefined || typeof given === 'object' || Number(given) > 0) return given;
  throw new ConfigError(
    `logLikelihood: scales.${modality} must be a number above 0, got ${given ?? 'none'}: the likelihood at the best ` +
      'scale of each batch cannot be compared with that of another. Measure it: measureScales().',
  );
}
