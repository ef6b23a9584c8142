import type { Example, Modality } from '@xm/data';
import { createRng, fold } from '@xm/tensor-ops';
import type { OpenVae } from './openVae.ts';

export interface SampledOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly temperature?: number;
}

/** Examples at a time. */
const most = 64;

/** Examples from nothing, each in some modalities at once. */
export async function sampled(
  { model: { vae, toExamples }, params }: OpenVae,
  into: readonly Modality[],
  count: number,
  { seed, ...options }: SampledOptions,
): Promise<Example[]> {
  const examples: Example[] = [];
  while (examples.length < count) {
    options.signal.throwIfAborted();
    const at = examples.length;
    const some = Math.min(most, count - at);
    const rng = fold(createRng(seed), at);
    const made = await vae.sample(params, into, some, { ...options, rng });
    const parts = into.map((one) => toExamples(one, made[one]));
    for (let i = 0; i < some; i++) {
      examples.push(Object.assign({ id: `${at + i}` }, ...parts.map((part) => part[i])));
    }
  }
  return examples;
}
