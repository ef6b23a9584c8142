import type { Direction, Example, Modality, Translator } from '@xm/data';

/** Held-out examples that each direction is judged by, at most. */
const most = 500;

export const judgedBy = (examples: readonly Example[]): readonly Example[] =>
  spread(examples, most);

/** At most so many of all, in equal distances: what is held out may be sorted. */
export const spread = (all: readonly Example[], count: number): readonly Example[] =>
  all.length <= count
    ? all
    : Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);

/**
 * What a direction can begin with: where there are any, those that show what it leads to as well. Words of a
 * picture do not say what moves, those of a video do.
 */
export function inputsOf(
  examples: readonly Example[],
  { from, to }: Direction,
): readonly Example[] {
  const having = examples.filter((example) => example[from] !== undefined);
  const both = having.filter((example) => example[to] !== undefined);
  return both.length > 0 ? both : having;
}

/** Where a translator comes from to get there. */
export const sourcesOf = ({ directions }: Translator, to: Modality): Modality[] =>
  directions.filter((one) => one.to === to).map(({ from }) => from);

/** The first answer to each input. */
export async function translated(
  translator: Translator,
  [from, to]: readonly [Modality, Modality],
  inputs: readonly Example[],
  signal?: AbortSignal,
): Promise<Example[]> {
  const outputs = await translator.translate(from, to, inputs, signal ? { signal } : {});
  return outputs.map(([first]) => first);
}
