import {
  type Direction,
  type Example,
  type Modality,
  modalities,
  type TranslateOptions,
  type Translator,
} from '@xm/data';
import { ConfigError, type Params } from '@xm/tensor-ops';
import { embed, type Vectors } from './embed.ts';
import type { JointSpace } from './jointSpace.ts';
import { type Scores, similarities } from './similarities.ts';

/**
 * Translates by finding: answers are the candidates closest to the input in the joint space, closest first.
 * Nothing is drawn, so that neither temperature nor seed matter.
 *
 * @param candidates what can be found, of each modality that is to be translated to: the training set, or
 *   whatever may be shown. All must have that modality. They are embedded once, when first asked for.
 */
export function retrievalTranslator(
  space: JointSpace,
  params: Params,
  candidates: Partial<Readonly<Record<Modality, readonly Example[]>>>,
): Translator {
  const embedded = new Map<Modality, Promise<Vectors>>();
  const known = modalities.filter((modality) => modality in space.towers);
  const directions = known.flatMap((from) =>
    known.flatMap((to) => (to !== from && candidates[to]?.length ? [{ from, to }] : [])),
  );
  const vectorsOf = (modality: Modality, all: readonly Example[]): Promise<Vectors> => {
    const vectors = embedded.get(modality) ?? embed(space, params, modality, all);
    embedded.set(modality, vectors);
    return vectors;
  };
  return {
    directions,
    translate: async (from, to, inputs, { samples = 1, signal }: TranslateOptions = {}) => {
      assertKnown(directions, { from, to });
      const among = candidates[to] as readonly Example[];
      if (!Number.isInteger(samples) || samples < 1 || samples > among.length) {
        throw new ConfigError(
          `translate: samples must be a whole number from 1 to the ${among.length} candidates, got ${samples}.`,
        );
      }
      const queries = await embed(space, params, from, inputs, signal ? { signal } : {});
      const scores = await similarities(queries, await vectorsOf(to, among));
      return inputs.map((_, row) => bestOf(scores, row, samples).map((at) => among[at]));
    },
  };
}

/** Columns of the highest scores of a row; of equal ones the first. */
function bestOf({ scores, candidates }: Scores, row: number, count: number): number[] {
  const mine = scores.subarray(row * candidates, (row + 1) * candidates);
  return Array.from(mine.keys())
    .sort((a, b) => mine[b] - mine[a] || a - b)
    .slice(0, count);
}

function assertKnown(directions: readonly Direction[], { from, to }: Direction): void {
  if (directions.some((one) => one.from === from && one.to === to)) return;
  const can = directions.map((one) => `${one.from} to ${one.to}`).join(', ') || 'nothing';
  throw new ConfigError(`translate: this translator can do ${can}, got ${from} to ${to}.`);
}
