import type { Dataset, Modality } from '@xm/data';

/** What a run learns from and what it is judged by. */
export interface RunData {
  readonly train: Dataset;
  /** An example may lack modalities; what has the same text belongs together. */
  readonly heldOut: Dataset;
  /** The held-out pictures as people should see them, in the same order. */
  displayed(): Promise<Dataset>;
  readonly modalities: readonly Modality[];
  /** What modalities are called in results, where they have names of their own: spoken and written digits. */
  readonly names?: Partial<Readonly<Record<Modality, string>>>;
  /** One sentence for the report. */
  readonly description: string;
  readonly facts: DataFacts;
  /** The key of the results in metrics.json: what makes the test a test. Without it, they stand at the top. */
  readonly heldOutName?: 'heldOutArtist' | 'heldOutPictures';
}

/** Where it comes from, for the report. */
export interface DataFacts {
  readonly trainedOn: readonly string[];
  readonly heldOut: string;
  readonly credits: readonly string[];
}

/** What data is opened with. */
export interface OpenOptions {
  readonly seed: number;
  /** Side of the pictures and videos in pixels. */
  readonly size: number;
  /** The folder whose node_modules hold the data, and keep what was costly to make. */
  readonly from: string;
  readonly signal?: AbortSignal | undefined;
}
