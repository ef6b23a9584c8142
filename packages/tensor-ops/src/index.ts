export * from './backend.ts';
export { cpu } from './cpu.ts';
export * from './errors.ts';
export { type AdamWStep, adamWStep } from './fused/adamWStep.ts';
export { type FusedKernel, fusedKernels } from './fused/fusedKernel.ts';
export { layerNormalise, standardize } from './fused/layerNormalise.ts';
export { linear } from './fused/linear.ts';
export { newtonSchulz, orthogonalise } from './fused/orthogonalise.ts';
export { selfAttention } from './fused/selfAttention.ts';
export { inputGradient } from './gradients/inputGradient.ts';
export { registerGradients } from './gradients/register.ts';
export { gelu, silu } from './layers/activations.ts';
export { multiHeadAttention, type Sequence } from './layers/attention.ts';
export { type Conv2dOptions, conv2d as conv2dLayer, conv2dTransposed } from './layers/conv2d.ts';
export { type CrossSequence, crossAttention } from './layers/crossAttention.ts';
export { dense } from './layers/dense.ts';
export { dropout } from './layers/dropout.ts';
export { embedding } from './layers/embedding.ts';
export { groupNorm, layerNorm } from './layers/normalisation.ts';
export { type TransformerOptions, transformerBlock } from './layers/transformerBlock.ts';
export { logSoftmax } from './logSoftmax.ts';
export * from './network.ts';
export { normalise } from './normalise.ts';
export * from './ops.ts';
export { type AdamWOptions, adamW } from './optimizers/adamW.ts';
export { clipByGlobalNorm, globalNorm } from './optimizers/clipByGlobalNorm.ts';
export { movingAverage } from './optimizers/movingAverage.ts';
export { type MuonOptions, muon } from './optimizers/muon.ts';
export type { Optimizer, Schedule } from './optimizers/optimizer.ts';
export { warmUpCosine } from './optimizers/schedules.ts';
export { sgd } from './optimizers/sgd.ts';
export * from './params/params.ts';
export {
  decodeSafetensors,
  type EncodeOptions,
  encodeSafetensors,
  type StoredTensor,
} from './params/safetensors.ts';
export { conform, loadParams, saveParams } from './params/save.ts';
export {
  bernoulli,
  createRng,
  fold,
  normal,
  type Rng,
  randomBits,
  split,
  uniform,
} from './random/rng.ts';
export { assertSameShape, assertShape, type ShapePattern, showShape } from './shapes.ts';
export { stopGradient } from './stopGradient.ts';
export {
  differentiate,
  disposeState,
  initialState,
  type Objective,
  type TrainState,
  type TrainStepOptions,
  trainStep,
} from './trainStep.ts';
