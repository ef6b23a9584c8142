import {
  DataError,
  type Direction,
  type Example,
  type Modality,
  type TranslateOptions,
  type Translator,
} from '@xm/data';
import { ConfigError, createRng, dispose, fold, type Params } from '@xm/tensor-ops';
import type { VaeModel } from './vaeModel.ts';

/** Inputs at a time. */
const most = 64;

/** Translates by making: what the model writes, knowing what the input has in common with it. */
export function vaeTranslator(model: VaeModel, params: Params): Translator {
  const { modalities, vae, collate, toExamples } = model;
  const directions: readonly Direction[] = modalities.flatMap((from) =>
    modalities.flatMap((to) => (from === to ? [] : [{ from, to }])),
  );
  const translateSome = async (
    [from, to]: readonly [Modality, Modality],
    inputs: readonly Example[],
    { samples = 1, temperature, seed = 1, signal }: TranslateOptions,
    part: number,
  ): Promise<Example[][]> => {
    const batch = collate(inputs, [from]);
    try {
      const written = await vae.translate(params, to, batch, {
        samples,
        rng: fold(createRng(seed), part),
        ...(temperature !== undefined && { temperature }),
        ...(signal && { signal }),
      });
      const made = toExamples(to, written);
      return inputs.map(({ id }, i) =>
        made
          .slice(i * samples, (i + 1) * samples)
          .map((one, sample): Example => ({ id: `${id}/${sample}`, ...one })),
      );
    } finally {
      dispose(batch as never);
    }
  };
  return {
    directions,
    async translate(from, to, inputs, options = {}) {
      if (!directions.some((one) => one.from === from && one.to === to)) {
        const can = directions.map((one) => `${one.from} to ${one.to}`).join(', ') || 'nothing';
        throw new ConfigError(`translate: this translator can do ${can}, got ${from} to ${to}.`);
      }
      const lacking = inputs.find((example) => example[from] === undefined);
      if (lacking) {
        throw new DataError(`translate: example '${lacking.id}' must have ${from}, it has none.`);
      }
      const outputs: Example[][] = [];
      for (let at = 0; at < inputs.length; at += most) {
        options.signal?.throwIfAborted();
        const some = inputs.slice(at, at + most);
        outputs.push(...(await translateSome([from, to], some, options, at)));
      }
      return outputs;
    },
  };
}
