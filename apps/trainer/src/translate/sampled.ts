import type { Example, Modality } from '@xm/data';
import { inLots, type SampledOptions } from './inLots.ts';
import type { OpenVae } from './openVae.ts';

/** Examples from nothing, each in some modalities at once. */
export async function sampled(
  open: OpenVae,
  into: readonly Modality[],
  count: number,
  options: SampledOptions,
): Promise<Example[]> {
  const { vae } = open.model;
  const made = await inLots(open, into, count, options, (from, to, rng) =>
    vae.sample(open.params, into, to - from, { ...options, rng }),
  );
  return made.map((example, i) => ({ ...example, id: `${i}` }));
}
