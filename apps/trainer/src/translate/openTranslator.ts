import { type Example, type Modality, modalities, type Translator } from '@xm/data';
import { retrievalTranslator } from '@xm/embedding';
import { useBackend } from '@xm/tensor-ops';
import { assertKnownWords, cutTexts } from '@xm/vae';
import { backendsOf } from '../backends.ts';
import { pictureSize } from '../config/pictureSize.ts';
import { openData } from '../data/openData.ts';
import { loadModel } from '../model/savedModel.ts';
import { openRun } from '../run/runFolder.ts';
import { cutText } from '../screen/cutText.ts';
import type { SampledOptions } from './inLots.ts';
import { makerOf } from './makerOf.ts';

/** A translator that may also make several modalities that go together. */
export interface OpenTranslator extends Translator {
  together?(
    from: Modality,
    into: readonly Modality[],
    inputs: readonly Example[],
    options: SampledOptions & { readonly samples: number },
  ): Promise<Example[][]>;
}

/**
 * What a finished run can turn into what: a joint space finds it among what was held out, a generative model
 * makes it.
 *
 * @param from the folder whose node_modules hold the data
 * @param tell told how many of the texts to translate are too long, if there are any
 * @throws DataError when there is no finished run. What is returned throws one for words that a generative
 *   model has never read.
 */
export async function openTranslator(
  path: string,
  from: string,
  signal: AbortSignal,
  tell: (line: string) => void = () => {},
): Promise<OpenTranslator> {
  const { run, config } = await openRun(path);
  await useBackend(backendsOf(config.backends));
  if (config.method !== 'embedding') {
    const { translator, config: read, together } = await makerOf(run, config.method);
    const checked = (source: Modality, inputs: readonly Example[]): void => {
      if (source !== 'text') return;
      if (read.tokenizer) assertKnownWords(read.tokenizer, inputs);
      const cut = cutTexts(
        read,
        inputs.map(({ text = '' }) => text),
      );
      if (cut) tell(cutText(cut, inputs.length));
    };
    return {
      ...translator,
      async translate(source, target, inputs, options) {
        checked(source, inputs);
        return translator.translate(source, target, inputs, options);
      },
      ...(together && {
        together: async (source, targets, inputs, { samples, ...options }) => {
          checked(source, inputs);
          const each = inputs.flatMap((input) => Array.from({ length: samples }, () => input));
          const made = await together(source, targets, each, options);
          return inputs.map((_, i) => made.slice(i * samples, (i + 1) * samples));
        },
      }),
    };
  }
  const { space, params } = await loadModel(run);
  const { heldOut } = await openData(config, { size: pictureSize(config), from, signal });
  const all = await Promise.all(Array.from({ length: heldOut.length }, (_, i) => heldOut.get(i)));
  const having = (modality: Modality): Example[] =>
    all.filter((example) => example[modality] !== undefined);
  return retrievalTranslator(
    space,
    params,
    Object.fromEntries(modalities.map((one) => [one, having(one)])),
  );
}
