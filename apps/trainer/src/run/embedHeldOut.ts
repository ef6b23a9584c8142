import { type Dataset, type Example, type Modality, modalities } from '@xm/data';
import { embed, type JointSpace, type Vectors } from '@xm/embedding';
import type { Params } from '@xm/tensor-ops';

/** What can be searched among of one modality: all held-out examples that have it, as vectors. */
export interface Gallery {
  readonly vectors: Vectors;
  /** Where each stands in the held-out dataset. */
  readonly rows: readonly number[];
  readonly ids: readonly string[];
  /** What each is called: its name where there is one, else its text. */
  readonly labels: readonly string[];
  /** What belongs together, of this modality and of others, has one class: the text. */
  readonly classes: readonly string[];
}

/** By modality; of texts, the different ones alone. */
export type Embedded = Partial<Readonly<Record<Modality, Gallery>>>;

export async function embedHeldOut(
  space: JointSpace,
  params: Params,
  heldOut: Dataset,
  signal?: AbortSignal,
): Promise<Embedded> {
  const all = await Promise.all(Array.from({ length: heldOut.length }, (_, i) => heldOut.get(i)));
  const galleries: [Modality, Gallery][] = [];
  for (const modality of modalities.filter((one) => one in space.towers)) {
    const having = all.flatMap((example, row) =>
      example[modality] === undefined ? [] : [{ example, row }],
    );
    if (having.length === 0) continue;
    const found = modality === 'text' ? firstOfEachText(having) : having;
    const shown = found.map(({ example }) => example);
    galleries.push([
      modality,
      {
        vectors: await embed(space, params, modality, shown, signal ? { signal } : {}),
        rows: found.map(({ row }) => row),
        ids: shown.map((example) => (modality === 'text' ? textId(example) : example.id)),
        labels: shown.map((example) => String(example.factors?.['name'] ?? classOf(example))),
        classes: shown.map(classOf),
      },
    ]);
  }
  return Object.fromEntries(galleries);
}

const classOf = ({ id, text }: Example): string => text ?? id;

/** A name is the same whoever draws it: 'twitter/1F353' has the text '1F353'. */
const textId = ({ id, factors = {} }: Example): string =>
  id.startsWith(`${factors['artist']}/`) ? id.slice(`${factors['artist']}/`.length) : id;

interface Found {
  readonly example: Example;
  readonly row: number;
}

const firstOfEachText = (having: readonly Found[]): Found[] => {
  const first = new Map<string | undefined, Found>();
  for (const one of having) if (!first.has(one.example.text)) first.set(one.example.text, one);
  return [...first.values()];
};
