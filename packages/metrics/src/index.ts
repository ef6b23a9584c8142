export { accumulator } from './accumulator.ts';
export { accuracy } from './accuracy.ts';
export { chanceAgreement } from './chanceAgreement.ts';
export { chanceRecallAtK } from './chanceRecallAtK.ts';
export { chanceWordErrorRate } from './chanceWordErrorRate.ts';
export { characterErrorRate, characterErrors } from './characterErrorRate.ts';
export { circularBins, expectedCircularBins } from './circularBins.ts';
export { type Coherence, type CoherenceFigures, coherence, type Labels } from './coherence.ts';
export { confidenceInterval } from './confidenceInterval.ts';
export { type CorrectItems, correctByLabel, type RetrievalOptions } from './correctItems.ts';
export { coverageByGroup, type GroupCoverage } from './coverageByGroup.ts';
export { exactMatch, exactMatches } from './exactMatch.ts';
export { expectedCoverage } from './expectedCoverage.ts';
export { frechetDistance } from './frechetDistance.ts';
export { meanAveragePrecision } from './meanAveragePrecision.ts';
export { meanRank } from './meanRank.ts';
export { medianRank } from './medianRank.ts';
export {
  type Fidelity,
  type NeighbourOptions,
  precisionRecallDensityCoverage,
} from './precisionRecallDensityCoverage.ts';
export { ranksOfCorrect } from './ranksOfCorrect.ts';
export { type Recalls, recallAtK } from './recallAtK.ts';
export { type RetrievalFigures, type RetrievalReport, retrievalReport } from './retrievalReport.ts';
export type { ScoreMatrix, Scores } from './scores.ts';
export { type Accumulator, type Tally, tallyAccumulator } from './tallyAccumulator.ts';
export type { Vectors } from './vectors.ts';
export { wordErrorRate, wordErrors } from './wordErrorRate.ts';
