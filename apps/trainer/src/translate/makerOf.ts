import type { Translator } from '@xm/data';
import { type VaeModelConfig, vaeTranslator } from '@xm/vae';
import type { Sampling } from '../evaluation/judgeJoint.ts';
import { loadGan } from '../gan/savedGan.ts';
import { translatorOf } from '../gan/translatorOf.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { loadVae } from '../vae/savedVae.ts';
import { sampled } from './sampled.ts';

/** What a generative run makes, and how it reads. */
export interface Maker {
  readonly translator: Translator;
  readonly config: VaeModelConfig;
  /** Not there where nothing is made from nothing. */
  readonly sampling?: Sampling;
}

/** @throws DataError when the run is not finished. */
export async function makerOf(run: RunFolder, method: 'vae' | 'gan'): Promise<Maker> {
  if (method === 'vae') {
    const { model, params } = await loadVae(run);
    return {
      translator: vaeTranslator(model, params),
      config: model.config,
      sampling: (into, count, signal) =>
        sampled({ model, params }, into, count, { seed: 1, signal }),
    };
  }
  const { model, params } = await loadGan(run);
  return { translator: translatorOf(model, params), config: model.config.vae };
}
