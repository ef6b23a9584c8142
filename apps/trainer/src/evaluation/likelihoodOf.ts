import { type Example, fromExamples } from '@xm/data';
import { createRng, fold } from '@xm/tensor-ops';
import { measureScales } from '@xm/vae';
import type { OpenVae } from '../translate/openVae.ts';
import { encoded } from '../vae/encoded.ts';
import { spread } from './judged.ts';
import { pairedDigits } from './pairedDigits.ts';

/** How probable held-out examples are to a model, from below. */
export interface Likelihood {
  /** The mean over examples of all that each holds. Pixels and log-mels have densities: it may be above 0. */
  readonly nats: number;
  readonly examples: number;
  /** Draws for each of them. */
  readonly samples: number;
}

const most = 200;
const samples = 32;
/** Examples at a time. */
const batch = 50;

/**
 * The mean of `logLikelihood` over held-out examples, all modalities of each together. The few numbers that are a
 * modality's scale are the best of these examples: the model decides the rest. Undefined for a method whose shared latents
 * have no density, and where there is nothing to score.
 *
 * @throws the signal's reason when aborted.
 */
export async function likelihoodOf(
  { model, params }: OpenVae,
  heldOut: readonly Example[],
  signal: AbortSignal,
): Promise<Likelihood | undefined> {
  const { vae } = model;
  const examples = spread(pairedDigits(heldOut), most);
  if (vae.method.logPrior === undefined || examples.length === 0) return undefined;
  const batches = () => encoded(model, fromExamples(examples), [...examples.keys()], batch);
  const rng = createRng(1);
  const isScaled = Object.values(vae.channels).some(({ scale }) => scale !== undefined);
  const scales = isScaled
    ? await measureScales(vae, params, batches(), { rng: fold(rng, 'scales'), signal })
    : {};
  let sum = 0;
  let lot = 0;
  for await (const inputs of batches()) {
    const options = { samples, scales, signal, rng: fold(rng, lot++) };
    for (const nats of await vae.logLikelihood(params, inputs, options)) sum += nats;
  }
  return { nats: sum / examples.length, examples: examples.length, samples };
}
