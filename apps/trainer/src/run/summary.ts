import type { BackendReport } from '@xm/tensor-ops';
import type { Recall } from './evaluate.ts';
import type { SearchResult } from './searchIndex.ts';

/** What a finished run shows on a terminal; kept as `summary.json` for `xm show`. */
export interface Summary {
  readonly data: string;
  readonly backend: BackendReport;
  readonly recall: Recall;
  readonly wordSearches: readonly { query: string; results: readonly SearchResult[] }[];
  readonly pictureSearches: readonly { query: string; results: readonly SearchResult[] }[];
  readonly seconds: number;
  readonly steps: number;
}
