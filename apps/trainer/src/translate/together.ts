import type { Example, Modality } from '@xm/data';
import { createRng, dispose, fold } from '@xm/tensor-ops';
import type { OpenVae } from './openVae.ts';
import type { SampledOptions } from './sampled.ts';

/** Examples at a time. */
const most = 64;

/** What examples of one modality become in some others at once, which go together: for each input an example of these. */
export async function madeTogether(
  { model: { vae, collate, toExamples }, params }: OpenVae,
  from: Modality,
  into: readonly Modality[],
  inputs: readonly Example[],
  { seed, ...options }: SampledOptions,
): Promise<Example[]> {
  const examples: Example[] = [];
  for (let at = 0; at < inputs.length; at += most) {
    options.signal.throwIfAborted();
    const some = inputs.slice(at, at + most);
    const batch = collate(some, [from]);
    try {
      const rng = fold(createRng(seed), at);
      const made = await vae.translateTogether(params, into, batch, { ...options, rng });
      const parts = into.map((one) => toExamples(one, made[one]));
      some.forEach(({ id }, i) => {
        examples.push(Object.assign({ id }, ...parts.map((part) => part[i])));
      });
    } finally {
      dispose(batch as never);
    }
  }
  return examples;
}
