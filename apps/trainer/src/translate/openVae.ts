import type { Example, Modality } from '@xm/data';
import { ConfigError, dispose, type Params, useBackend } from '@xm/tensor-ops';
import { assertKnownWords, cutTexts, type VaeBatch, type VaeModel } from '@xm/vae';
import { backendsOf } from '../backends.ts';
import { openRun } from '../run/runFolder.ts';
import { cutText } from '../screen/cutText.ts';
import { loadVae } from '../vae/savedVae.ts';
import type { Context } from '../verbs/verb.ts';

/** A variational model with its params. */
export interface OpenVae {
  readonly model: VaeModel;
  readonly params: Params;
}

/**
 * The variational model of a finished run, on its backend.
 *
 * @param verb what asks for it, for messages
 * @throws ConfigError when the run is by another method; DataError when it is not finished.
 */
export async function openVae(path: string, verb: string): Promise<OpenVae> {
  const { run, config } = await openRun(path);
  if (config.method !== 'vae') {
    throw new ConfigError(
      `${verb}: ${path} must be a variational model, its method is '${config.method}'. Use xm translate.`,
    );
  }
  await useBackend(backendsOf(config.backends));
  return loadVae(run);
}

/** @throws ConfigError when the model does not know the modality. */
export function assertKnown({ modalities }: VaeModel, verb: string, of: Modality): void {
  if (modalities.includes(of)) return;
  throw new ConfigError(`${verb}: this model knows ${modalities.join(', ')}, got '${of}'.`);
}

/** Rows that are made at a time. */
const most = 64;

/**
 * What a model makes of examples of one modality, some at a time.
 *
 * @param rows how many are made of each
 * @throws DataError for words that it has never read; the signal's reason when aborted.
 */
export async function madeOf<Input>(
  { config, collate, toExamples }: VaeModel,
  of: Modality,
  inputs: readonly Input[],
  examplesOf: (inputs: readonly Input[]) => readonly (readonly Example[])[],
  make: (batches: readonly VaeBatch[]) => Promise<unknown>,
  rows: number,
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<Partial<Example>[]> {
  const all = examplesOf(inputs).flat();
  if (of === 'text') {
    if (config.tokenizer) assertKnownWords(config.tokenizer, all);
    const cut = cutTexts(config, [...new Set(all.map(({ text = '' }) => text))]);
    if (cut) err.write(`${cutText(cut, new Set(all.map(({ text }) => text)).size)}\n`);
  }
  const made: Partial<Example>[] = [];
  const size = Math.max(1, Math.floor(most / rows));
  for (let at = 0; at < inputs.length; at += size) {
    signal.throwIfAborted();
    const batches = examplesOf(inputs.slice(at, at + size)).map((some) => collate(some, [of]));
    try {
      made.push(...toExamples(of, await make(batches)));
    } finally {
      dispose(batches as never);
    }
  }
  return made;
}
