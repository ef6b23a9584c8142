import type { Example, Modality } from '@xm/data';
import { createRng, fold, type Rng } from '@xm/tensor-ops';
import type { Written } from '@xm/vae';
import type { OpenVae } from './openVae.ts';

export interface SampledOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly temperature?: number;
}

/** Examples at a time. */
const most = 64;

/**
 * Examples that hold some modalities each, made a lot at a time, each lot of chance of its own.
 *
 * @param make makes the examples from one number to another
 */
export async function inLots<M extends Modality>(
  { model: { toExamples } }: OpenVae,
  into: readonly M[],
  count: number,
  { seed, signal }: SampledOptions,
  make: (from: number, to: number, rng: Rng) => Promise<Pick<Written, M>>,
): Promise<Partial<Example>[]> {
  const examples: Partial<Example>[] = [];
  for (let at = 0; at < count; at += most) {
    signal.throwIfAborted();
    const to = Math.min(count, at + most);
    const made = await make(at, to, fold(createRng(seed), at));
    const parts = into.map((one) => toExamples(one, made[one]));
    for (let i = 0; i < to - at; i++) {
      examples.push(Object.assign({}, ...parts.map((part) => part[i])));
    }
  }
  return examples;
}
