import type { Example, Modality, Translator } from '@xm/data';
import { type VaeModelConfig, vaeTranslator } from '@xm/vae';
import { type Likelihood, likelihoodOf } from '../evaluation/likelihoodOf.ts';
import { loadGan } from '../gan/savedGan.ts';
import { translatorOf } from '../gan/translatorOf.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { loadVae } from '../vae/savedVae.ts';
import type { SampledOptions } from './inLots.ts';
import type { OpenVae } from './openVae.ts';
import { sampled } from './sampled.ts';
import { madeTogether } from './together.ts';

/** Makes examples from nothing, each in several modalities. */
export type Sampling = (
  into: readonly Modality[],
  count: number,
  signal: AbortSignal,
) => Promise<Example[]>;

/** `madeTogether` of a model. */
export type Together = (
  from: Modality,
  into: readonly Modality[],
  inputs: readonly Example[],
  options: SampledOptions,
) => Promise<Example[]>;

/** What a generative run makes, and how it reads. */
export interface Maker {
  readonly translator: Translator;
  readonly config: VaeModelConfig;
  /** Not there where nothing is made from nothing. */
  readonly sampling?: Sampling;
  /** Several modalities at once: see `madeTogether`. Not there where they are only made one by one. */
  readonly together?: Together;
  /** How probable examples are to it: see `likelihoodOf`. Not there where that is not known. */
  readonly scoring?: (
    examples: readonly Example[],
    signal: AbortSignal,
  ) => Promise<Likelihood | undefined>;
}

/** Of a variational model, which makes from nothing, too. */
export const vaeMaker = ({ model, params }: OpenVae): Required<Maker> => ({
  translator: vaeTranslator(model, params),
  config: model.config,
  sampling: (into, count, signal) => sampled({ model, params }, into, count, { seed: 1, signal }),
  together: (...all) => madeTogether({ model, params }, ...all),
  scoring: (examples, signal) => likelihoodOf({ model, params }, examples, signal),
});

/** @throws DataError when the run is not finished. */
export async function makerOf(run: RunFolder, method: 'vae' | 'gan'): Promise<Maker> {
  if (method === 'vae') return vaeMaker(await loadVae(run));
  const { model, params } = await loadGan(run);
  return { translator: translatorOf(model, params), config: model.config.vae };
}
