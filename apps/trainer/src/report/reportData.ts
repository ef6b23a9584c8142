import type { BackendReport } from '@xm/tensor-ops';

/** All that the report of one training run shows. Plain JSON: it can be saved beside the model. */
export interface ReportData {
  readonly data: DataFacts;
  /** By direction, `imageToText`; of two modalities both ways, one after the other. */
  readonly recall: Readonly<Record<string, DirectionRecall>>;
  /** Words typed in, and the pictures found. Eight hits each fill a row. */
  readonly wordSearches: readonly WordSearch[];
  /** Pictures shown, and the words and pictures found. Five words and eight pictures each. */
  readonly pictureSearches: readonly PictureSearch[];
  readonly loss: LossHistory;
  /** Held-out pictures drawn at random, not chosen, with the best three names of each. */
  readonly samples: readonly NamedPicture[];
  /** In the order to show, names as in the config: `{ 'image.size': 'tiny', 'learning rate': 1e-3 }`. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly backend: BackendReport;
  readonly run: RunFacts;
}

export interface DataFacts {
  /** Where the pictures that were trained on come from: `['Google', 'OpenMoji']`. */
  readonly trainedOn: readonly string[];
  /** Where the pictures that were held out come from: `'Twitter'`. */
  readonly heldOut: string;
  readonly trainExamples: number;
  readonly heldOutExamples: number;
  /** Whose pictures the page shows and under which licence, one sentence each. */
  readonly credits: readonly string[];
}

/** How well one modality finds the other. */
export interface DirectionRecall {
  readonly queries: number;
  readonly candidates: number;
  readonly model: Ranking;
  /** The same figures for a ranking drawn at random over the same candidates. */
  readonly chance: Ranking;
}

export interface Ranking {
  /** Fraction of queries with a correct item among the first k, in 0…1. */
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  /** Median over queries of the rank of the best correct item; the first rank is 1. */
  readonly medianRank: number;
}

/** A picture and what it is called. */
export interface LabelledPicture {
  readonly label: string;
  /** A PNG as `data:image/png;base64,…`, so that the page loads nothing. */
  readonly picture: string;
}

export interface PictureHit extends LabelledPicture {
  /** Cosine with the query, in −1…1. */
  readonly score: number;
}

export interface WordHit {
  readonly word: string;
  /** Cosine with the query, in −1…1. */
  readonly score: number;
}

export interface WordSearch {
  readonly query: string;
  /** Best first. */
  readonly hits: readonly PictureHit[];
}

export interface PictureSearch {
  readonly query: LabelledPicture;
  /** Best first. */
  readonly words: readonly WordHit[];
  /** Best first, the query itself left out. */
  readonly pictures: readonly PictureHit[];
}

export interface NamedPicture extends LabelledPicture {
  /** Best first. `right` when the name is one of the picture's own. */
  readonly names: readonly (WordHit & { readonly right: boolean })[];
}

export interface LossHistory {
  /** Pairs a step: knowing nothing costs ln(batchSize) nats. */
  readonly batchSize: number;
  /** In the order of the steps. */
  readonly points: readonly { readonly step: number; readonly nats: number }[];
}

export interface RunFacts {
  readonly seed: number;
  readonly steps: number;
  readonly trainSeconds: number;
  /** ISO 8601, `2026-03-01T12:00:00Z`. */
  readonly finishedAt: string;
  /** Where it ran: `'Node 20.20.2, linux x64, 2 cores'`. */
  readonly machine: string;
  /** What to type to get these numbers again, one command a line. */
  readonly commands: readonly string[];
}
