export {
  klToStandardLaplace,
  type Laplace,
  laplaceLogDensity,
  sampleLaplace,
} from './distributions/laplace.ts';
export {
  klBetweenNormals,
  klPerLatent,
  klToStandardNormal,
  type Normal,
  normalLogDensity,
  sampleNormal,
} from './distributions/normal.ts';
export type { Expert } from './experts/expert.ts';
export { mixtureOfExperts } from './experts/mixtureOfExperts.ts';
export { productOfExperts } from './experts/productOfExperts.ts';
export { type ElboOptions, negativeElbo } from './negativeElbo.ts';
