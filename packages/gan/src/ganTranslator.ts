import {
  DataError,
  type Direction,
  type Example,
  type Modality,
  type TranslateOptions,
  type Translator,
} from '@xm/data';
import { ConfigError, createRng, fold, type Rng, type Tensor } from '@xm/tensor-ops';

export interface MakeOptions {
  readonly rng: Rng;
  /** The noise's deviation; the trained generator's own unless told otherwise. */
  readonly temperature?: number;
  readonly signal?: AbortSignal;
}

export interface GanTranslatorOptions {
  /** Into each modality that has a generator, from each that gives conditions. */
  readonly directions: readonly Direction[];
  /**
   * Conditions as in training: a class as a one-hot row, a frozen tower of a joint space, the latents of a variational
   * model. float32 [samples · inputs, condition], the rows of an input one after the other; freed by the translator.
   */
  readonly condition: (
    from: Modality,
    inputs: readonly Example[],
    options: MakeOptions & { readonly samples: number },
  ) => Tensor;
  /** What the generator of a modality makes of each condition, as parts of examples. The conditions are borrowed. */
  readonly make: (
    to: Modality,
    conditions: Tensor,
    options: MakeOptions,
  ) => Promise<readonly Partial<Example>[]>;
}

/** Inputs at a time. */
const most = 64;

/** Translates by making: a condition of what the input says, and what a trained generator makes of it. */
export function ganTranslator(options: GanTranslatorOptions): Translator {
  const { directions } = options;
  return {
    directions,
    async translate(from, to, inputs, told = {}) {
      assertPossible(directions, { from, to });
      const { samples = 1, seed = 1, signal } = told;
      if (!Number.isInteger(samples) || samples < 1) {
        throw new ConfigError(`translate: samples must be a whole number from 1, got ${samples}.`);
      }
      const lacking = inputs.find((example) => example[from] === undefined);
      if (lacking) {
        throw new DataError(`translate: example '${lacking.id}' must have ${from}, it has none.`);
      }
      const outputs: Example[][] = [];
      for (let at = 0; at < inputs.length; at += most) {
        signal?.throwIfAborted();
        const some = inputs.slice(at, at + most);
        const rng = fold(createRng(seed), at);
        outputs.push(...(await madeOf(options, { from, to }, some, { ...told, samples, rng })));
      }
      return outputs;
    },
  };
}

async function madeOf(
  { condition, make }: GanTranslatorOptions,
  { from, to }: Direction,
  inputs: readonly Example[],
  { samples, rng, temperature, signal }: TranslateOptions & { samples: number; rng: Rng },
): Promise<Example[][]> {
  const free = { ...(temperature !== undefined && { temperature }), ...(signal && { signal }) };
  const rows = condition(from, inputs, { ...free, samples, rng: fold(rng, 'condition') });
  try {
    const made = await make(to, rows, { ...free, rng: fold(rng, 'make') });
    return inputs.map(({ id }, i) =>
      made
        .slice(i * samples, (i + 1) * samples)
        .map((one, sample): Example => ({ id: `${id}/${sample}`, ...one })),
    );
  } finally {
    rows.dispose();
  }
}

function assertPossible(directions: readonly Direction[], { from, to }: Direction): void {
  if (directions.some((one) => one.from === from && one.to === to)) return;
  const can = directions.map((one) => `${one.from} to ${one.to}`).join(', ') || 'nothing';
  throw new ConfigError(`translate: this translator can do ${can}, got ${from} to ${to}.`);
}
