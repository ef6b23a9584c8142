export {
  type AutoregressiveSampler,
  type AutoregressiveSamplerConfig,
  autoregressiveSampler,
} from './autoregressive/autoregressiveSampler.ts';
export {
  type ConditionalMixturesConfig,
  conditionalMixtures,
  type Mixtures,
} from './autoregressive/conditionalMixtures.ts';
export type { BoundName, DrawnBound } from './bounds/drawnBound.ts';
export { drawnElbo } from './bounds/drawnElbo.ts';
export { dreg } from './bounds/dreg.ts';
export { iwae } from './bounds/iwae.ts';
export { logMeanExp } from './bounds/logMeanExp.ts';
export { type ElboOptions, negativeElbo } from './bounds/negativeElbo.ts';
export {
  type BetaSchedule,
  type CyclicalOptions,
  cyclicalBeta,
  linearBeta,
} from './bounds/schedules.ts';
export type {
  Channel,
  ChannelCommon,
  ChannelInput,
  Scale,
  ScaleValue,
  WriteOptions,
} from './channels/channel.ts';
export {
  type ChannelConfigs,
  type Channels,
  type Inputs,
  type Modality,
  modalities,
  type Written,
} from './channels/channels.ts';
export { type ImageChannelConfig, imageChannel } from './channels/imageChannel.ts';
export type { PixelLikelihoodConfig } from './channels/pixelLikelihood.ts';
export type { PixelScale, Pixels } from './channels/pixels.ts';
export {
  type SpeechChannelConfig,
  speechChannel,
  type WrittenSpeech,
} from './channels/speechChannel.ts';
export { type TextChannelConfig, textChannel } from './channels/textChannel.ts';
export { type VideoChannelConfig, videoChannel } from './channels/videoChannel.ts';
export { bernoulliNll } from './distributions/bernoulliNll.ts';
export {
  type CorrelatedOptions,
  type Covariance,
  correlatedNll,
} from './distributions/correlatedNll.ts';
export { type GaussianOptions, gaussianNll } from './distributions/gaussianNll.ts';
export {
  klToStandardLaplace,
  type Laplace,
  laplaceLogDensity,
  sampleLaplace,
} from './distributions/laplace.ts';
export { type LaplaceOptions, laplaceNll } from './distributions/laplaceNll.ts';
export { logisticsMean, logisticsNll, logisticsOutputs } from './distributions/logistics.ts';
export {
  klBetweenNormals,
  klPerLatent,
  klToStandardNormal,
  type Normal,
  normalLogDensity,
  sampleNormal,
} from './distributions/normal.ts';
export { normalHead } from './distributions/normalHead.ts';
export { assertKnownWords } from './examples/assertKnownWords.ts';
export { type CutTexts, cutTexts } from './examples/cutTexts.ts';
export { type Framing, framingOf } from './examples/framing.ts';
export { type VaeModel, type VaeModelConfig, vaeModel } from './examples/vaeModel.ts';
export { vaeTranslator } from './examples/vaeTranslator.ts';
export { drawSubset } from './experts/drawSubset.ts';
export type { Expert } from './experts/expert.ts';
export { mixtureOfExperts } from './experts/mixtureOfExperts.ts';
export { productOfExperts } from './experts/productOfExperts.ts';
export {
  type FlowOptions,
  type FlowSampler,
  flowSampler,
} from './flow/flowSampler.ts';
export { straightPath } from './flow/straightPath.ts';
export {
  type VelocityConfig,
  type VelocityInput,
  velocityNetwork,
} from './flow/velocityNetwork.ts';
export type { MethodConfig } from './methods/methods.ts';
export { type FitMixtureOptions, fitMixture, type MixtureConfig } from './mixture/fitMixture.ts';
export { logDensities, type Mixture, type Points } from './mixture/mixture.ts';
export { type MixtureSampler, mixtureSampler } from './mixture/mixtureSampler.ts';
export { type CodeRow, readCodes } from './model/codeRows.ts';
export { drawCodes, drawRows, type LatentCodes } from './model/drawCodes.ts';
export type { Encoded } from './model/encode.ts';
export { type FitSamplersOptions, fitSamplers, samplerSteps } from './model/fitSamplers.ts';
export type { Code, TranslateOptions } from './model/generate.ts';
export type { DrawOptions, Parts } from './model/latentCode.ts';
export type { LatentSampler, LearnedSampler, SamplerParams } from './model/latentSampler.ts';
export type { LikelihoodOptions } from './model/logLikelihood.ts';
export { measureScales, type Scales } from './model/measureScales.ts';
export { type MultimodalVae, multimodalVae } from './model/multimodalVae.ts';
export type { Guide, Guides, VaeObjectiveOptions } from './model/objectiveOptions.ts';
export type { Features } from './model/reader.ts';
export type { SamplerConfig } from './model/samplers.ts';
export type { TraverseOptions } from './model/traverse.ts';
export type { Gaps, VaeBatch } from './model/vaeBatch.ts';
export type { VaeConfig } from './model/vaeConfig.ts';
export type { TokenGrid } from './quantised/assertTokens.ts';
export type { RenewOptions } from './quantised/renewCodes.ts';
export {
  type SampleTokensOptions,
  type TokenPrior,
  type TokenPriorBatch,
  type TokenPriorConfig,
  tokenPrior,
} from './quantised/tokenPrior.ts';
export {
  type CodebookConfig,
  type Quantised,
  type VectorQuantiser,
  vectorQuantiser,
} from './quantised/vectorQuantiser.ts';
export {
  type VqLikelihoodOptions,
  type VqStages,
  vqLogLikelihood,
} from './quantised/vqLogLikelihood.ts';
export { type VqVae, type VqVaeConfig, vqVae } from './quantised/vqVae.ts';
