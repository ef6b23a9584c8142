import type { Example, Modality, Translator } from '@xm/data';

/** Held-out examples that each direction is judged by: of more, so many in equal distances. */
const most = 300;

export const judgedBy = (examples: readonly Example[]): readonly Example[] =>
  examples.length <= most
    ? examples
    : Array.from({ length: most }, (_, i) => examples[Math.floor((i * examples.length) / most)]);

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
