export {
  type ConditionalGan,
  conditionalGan,
  type GanConfig,
  type SampleOptions,
} from './conditionalGan.ts';
export { type ConditionalOptions, conditionalGenerator } from './conditionalGenerator.ts';
export type { Game, GanBatch, GeneratorInput, Guide } from './game.ts';
export { assertNotDiverged, GanDiverged, type GanTerms } from './ganDiverged.ts';
export { type GanHealth, ganHealth } from './ganHealth.ts';
export {
  type GanNetworks,
  type GanSize,
  ganSizes,
  type PictureNetworks,
  type VectorNetworks,
} from './ganSizes.ts';
export { averageOf, type GanState, initialGanState } from './ganState.ts';
export { ganStep } from './ganStep.ts';
export { type GanTranslatorOptions, ganTranslator, type MakeOptions } from './ganTranslator.ts';
export { type GuidanceOptions, type GuidedBatch, guidance } from './guidance.ts';
export {
  type AdversarialLoss,
  type CriticScores,
  criticLoss,
  generatorLoss,
} from './losses/adversarialLoss.ts';
export { attributeEntropy } from './losses/attributeEntropy.ts';
export { type ContrastOptions, contrast } from './losses/contrast.ts';
export { featureDistance } from './losses/featureDistance.ts';
export { hinge } from './losses/hinge.ts';
export { type Mismatch, mismatch } from './losses/mismatch.ts';
export { type Draws, modeSeeking } from './losses/modeSeeking.ts';
export { nonSaturating } from './losses/nonSaturating.ts';
export { r1Penalty } from './losses/r1Penalty.ts';
export type { GanTraining, Play } from './play.ts';
export { type Games, gameIn, type SeveralGames, severalGames, termsIn } from './severalGames.ts';
