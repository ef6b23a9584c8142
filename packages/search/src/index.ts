export { type ExactIndexOptions, exactIndex } from './exactIndex.ts';
export type { Hit, Metric, SearchOptions, VectorIndex } from './vectorIndex.ts';
