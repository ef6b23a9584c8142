export { type DualEncoderOptions, dualEncoder } from './dualEncoder.ts';
export { type EmbedOptions, embed, type Vectors } from './embed.ts';
export { disposeBatch, type Gaps, type JointBatch } from './jointBatch.ts';
export {
  type JointSpace,
  type JointSpaceConfig,
  type JointSpaceOptions,
  jointSpace,
  jointSpaceFrom,
} from './jointSpace.ts';
export { type InfoNceOptions, infoNce } from './losses/infoNce.ts';
export { pairwiseInfoNce, type Side } from './losses/pairwiseInfoNce.ts';
export { retrievalTranslator } from './retrievalTranslator.ts';
export { type Scores, similarities, transposed } from './similarities.ts';
export { agreement } from './targets.ts';
export { type ImageTowerConfig, type ImageTowerOptions, imageTower } from './towers/imageTower.ts';
export {
  type SpeechTowerConfig,
  type SpeechTowerOptions,
  speechTower,
} from './towers/speechTower.ts';
export { type TextTowerConfig, type TextTowerOptions, textTower } from './towers/textTower.ts';
export type { Tower, TowerInput } from './towers/tower.ts';
export type { TowerConfigs, TowerOptions, Towers } from './towers/towers.ts';
export { type VideoTowerConfig, type VideoTowerOptions, videoTower } from './towers/videoTower.ts';
export {
  jointSpaceOptimizer,
  type TrainJointSpaceOptions,
  trainJointSpace,
} from './trainJointSpace.ts';
export { zeroShot } from './zeroShot.ts';
