export {
  type DualEncoderOptions,
  disposeBatch,
  dualEncoder,
  type JointBatch,
  type JointSpace,
  type JointSpaceConfig,
  jointSpaceFrom,
} from './dualEncoder.ts';
export { type EmbedOptions, embed, type Vectors } from './embed.ts';
export { type InfoNceOptions, infoNce } from './losses/infoNce.ts';
export { type Scores, similarities, transposed } from './similarities.ts';
export { agreement } from './targets.ts';
export { type ImageTowerConfig, imageTower } from './towers/imageTower.ts';
export { type TextTowerConfig, textTower } from './towers/textTower.ts';
export type { Tower } from './towers/tower.ts';
export {
  jointSpaceOptimizer,
  type TrainJointSpaceOptions,
  trainJointSpace,
} from './trainJointSpace.ts';
export { zeroShot } from './zeroShot.ts';
