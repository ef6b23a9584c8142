import type { TokenizerConfig, Translator } from '@xm/data';
import { vaeTranslator } from '@xm/vae';
import { loadGan } from '../gan/savedGan.ts';
import { translatorOf } from '../gan/translatorOf.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { loadVae } from '../vae/savedVae.ts';

/** What a generative run makes, and what its words are. */
export interface Maker {
  readonly translator: Translator;
  readonly tokenizer: TokenizerConfig | undefined;
}

/** @throws DataError when the run is not finished. */
export async function makerOf(run: RunFolder, method: 'vae' | 'gan'): Promise<Maker> {
  if (method === 'vae') {
    const { model, params } = await loadVae(run);
    return { translator: vaeTranslator(model, params), tokenizer: model.config.tokenizer };
  }
  const { model, params } = await loadGan(run);
  return { translator: translatorOf(model, params), tokenizer: model.config.vae.tokenizer };
}
