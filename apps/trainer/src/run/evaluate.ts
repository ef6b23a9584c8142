import type { Dataset } from '@xm/data';
import { embed, type JointSpace, similarities, transposed, type Vectors } from '@xm/embedding';
import { retrievalReport } from '@xm/metrics';
import type { Params } from '@xm/tensor-ops';

/** One direction of retrieval, the figures of metrics.json. */
export interface DirectionMetrics {
  readonly queries: number;
  readonly candidates: number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly medianRank: number;
  readonly meanRank: number;
  /** What a random ranking would get. */
  readonly chance: {
    readonly 'recall@1': number;
    readonly 'recall@5': number;
    readonly 'recall@10': number;
    readonly medianRank: number;
  };
}

/** The held-out pictures and the different texts among them, as vectors. */
export interface Embedded {
  readonly pictures: Vectors;
  readonly pictureIds: readonly string[];
  /** What a picture is called: its name where there is one, else its text. */
  readonly pictureLabels: readonly string[];
  /** For each picture, the row of its text. */
  readonly textOfPicture: readonly number[];
  readonly texts: Vectors;
  readonly textIds: readonly string[];
  readonly textLabels: readonly string[];
}

export async function embedHeldOut(
  space: JointSpace,
  params: Params,
  heldOut: Dataset,
  signal?: AbortSignal,
): Promise<Embedded> {
  const examples = await Promise.all(
    Array.from({ length: heldOut.length }, (_, i) => heldOut.get(i)),
  );
  const labelOf = (example: (typeof examples)[number]): string =>
    String(example.factors?.['name'] ?? example.text ?? example.id);
  const rows = new Map<string, number>();
  for (const { text = '' } of examples) if (!rows.has(text)) rows.set(text, rows.size);
  const first = [...rows.keys()].map((text) => examples.find((e) => (e.text ?? '') === text)!);
  const options = signal ? { signal } : {};
  return {
    pictures: await embed(space, params, 'image', examples, options),
    pictureIds: examples.map(({ id }) => id),
    pictureLabels: examples.map(labelOf),
    textOfPicture: examples.map(({ text = '' }) => rows.get(text)!),
    texts: await embed(space, params, 'text', first, options),
    textIds: first.map(({ id }) => id.replace(/^[^/]*\//, '')),
    textLabels: first.map(labelOf),
  };
}

/** Retrieval both ways: every picture among all texts, every text among all pictures. */
export async function evaluate(embedded: Embedded): Promise<{
  imageToText: DirectionMetrics;
  textToImage: DirectionMetrics;
}> {
  const scores = await similarities(embedded.pictures, embedded.texts);
  const picturesOfText: number[][] = embedded.textIds.map(() => []);
  embedded.textOfPicture.forEach((text, picture) => {
    picturesOfText[text].push(picture);
  });
  const textsOfPicture = embedded.textOfPicture.map((text) => [text]);
  return {
    imageToText: direction(scores, textsOfPicture),
    textToImage: direction(transposed(scores), picturesOfText),
  };
}

type Report = ReturnType<typeof retrievalReport>;

function direction(
  scores: Parameters<typeof retrievalReport>[0] & { queries: number; candidates: number },
  correct: number[][],
): DirectionMetrics {
  const report: Report = retrievalReport(scores, { correct });
  return { queries: scores.queries, candidates: scores.candidates, ...report };
}
