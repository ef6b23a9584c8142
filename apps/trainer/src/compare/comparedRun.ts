import { basename, resolve } from 'node:path';
import { DataError, type Modality, modalities } from '@xm/data';
import type { Config } from '../config/schema.ts';
import type { Figure } from '../evaluation/directionFigures.ts';
import { directionName } from '../run/directionName.ts';
import { readJson } from '../run/files.ts';
import { openRun, unfinished } from '../run/runFolder.ts';
import { mainFigure } from './mainFigure.ts';

/** How well a run does one direction, by the figure that stands for it. */
export interface Cell {
  /** `recall@1` of what finds; of what makes `strict`, `wordsUnderstood` and so on. */
  readonly figure: string;
  readonly value: number;
  readonly chance?: number;
  /** Of real pictures or videos by those that were made. */
  readonly coverage?: number;
}

/** A finished run with its figures. */
export interface ComparedRun {
  readonly name: string;
  readonly path: string;
  readonly method: Config['method'];
  readonly seed: number;
  readonly data: Config['data'];
  readonly cells: Partial<Readonly<Record<DirectionKey, Cell>>>;
}

/** `textToImage` */
export type DirectionKey = string;

/** What of metrics.json is read. */
type Metrics = Readonly<Record<string, unknown>>;

/** @throws DataError when there is no run, it is not finished, or its figures cannot be read. */
export async function comparedRun(path: string): Promise<ComparedRun> {
  const { run, config } = await openRun(path);
  const metrics = (await readJson(run.metrics, unfinished(run))) as Metrics;
  const found = (metrics['heldOutPictures'] ?? metrics['heldOutArtist'] ?? metrics) as Metrics;
  const cells = allDirections.flatMap(([from, to]) => {
    const cell = cellOf(from, to, found[key(from, to)] ?? found[key(other(from), other(to))]);
    return cell === undefined ? [] : [[key(from, to), cell] as const];
  });
  if (cells.length === 0) {
    throw new DataError(`${run.metrics}: it must say how well a direction goes; it says of none.`);
  }
  return {
    name: basename(resolve(path)),
    path,
    method: config.method,
    seed: config.seed,
    data: config.data,
    cells: Object.fromEntries(cells),
  };
}

const key = directionName;

/** What digits are called in the results of retrieval. */
const other = (modality: Modality): string =>
  modality === 'image' ? 'written' : modality === 'speech' ? 'spoken' : modality;

/** In the order of a table: words and pictures, speech, videos, then what has no words. */
export const allDirections: readonly (readonly [Modality, Modality])[] = [
  ['text', 'image'],
  ['image', 'text'],
  ['speech', 'text'],
  ['text', 'speech'],
  ['video', 'text'],
  ['text', 'video'],
  ...modalities
    .filter((one) => one !== 'text')
    .flatMap((from, _, some) =>
      some.filter((to) => to !== from).map((to): [Modality, Modality] => [from, to]),
    ),
];

function cellOf(from: Modality, to: Modality, value: unknown): Cell | undefined {
  const recall = value as Recall | undefined;
  if (typeof recall?.['recall@1'] === 'number') {
    return { figure: 'recall@1', value: recall['recall@1'], chance: recall.chance['recall@1'] };
  }
  const { figures } = (value ?? {}) as { figures?: Readonly<Record<string, Figure>> };
  const figure = figures && mainFigure(from, to, Object.keys(figures));
  if (figures === undefined || figure === undefined) return undefined;
  const { value: score, chance } = figures[figure];
  return {
    figure,
    value: score,
    ...(chance !== undefined && { chance }),
    ...(figures['coverage'] && { coverage: figures['coverage'].value }),
  };
}

interface Recall {
  readonly 'recall@1': number;
  readonly chance: { readonly 'recall@1': number };
}
