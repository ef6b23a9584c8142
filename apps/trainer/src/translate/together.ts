import type { Example, Modality } from '@xm/data';
import { dispose } from '@xm/tensor-ops';
import { inLots, type SampledOptions } from './inLots.ts';
import type { OpenVae } from './openVae.ts';

/** What examples of one modality become in some others at once, which go together: for each input an example of these. */
export async function madeTogether(
  open: OpenVae,
  from: Modality,
  into: readonly Modality[],
  inputs: readonly Example[],
  options: SampledOptions,
): Promise<Example[]> {
  const { vae, collate } = open.model;
  const made = await inLots(open, into, inputs.length, options, async (first, end, rng) => {
    const batch = collate(inputs.slice(first, end), [from]);
    try {
      return await vae.translateTogether(open.params, into, batch, { ...options, rng });
    } finally {
      dispose(batch as never);
    }
  });
  return made.map((example, i) => ({ ...example, id: inputs[i].id }));
}
