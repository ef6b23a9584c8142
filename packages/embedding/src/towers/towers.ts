import type { Modality } from '@xm/data';
import type { Speech, Tokens } from '@xm/networks';
import { ConfigError, type Tensor } from '@xm/tensor-ops';
import {
  type ImageTowerConfig,
  type ImageTowerOptions,
  imageTower,
  imageTowerConfig,
} from './imageTower.ts';
import {
  type SpeechTowerConfig,
  type SpeechTowerOptions,
  speechTower,
  speechTowerConfig,
} from './speechTower.ts';
import {
  type TextTowerConfig,
  type TextTowerOptions,
  textTower,
  textTowerConfig,
} from './textTower.ts';
import type { Tower } from './tower.ts';
import {
  type VideoTowerConfig,
  type VideoTowerOptions,
  videoTower,
  videoTowerConfig,
} from './videoTower.ts';

/** One for each modality that a space knows. */
export interface Towers {
  readonly image?: Tower<Tensor>;
  readonly text?: Tower<Tokens>;
  readonly speech?: Tower<Speech>;
  readonly video?: Tower<Tensor>;
}

/** All that is needed to build them: saved with a model. */
export interface TowerConfigs {
  readonly image?: ImageTowerConfig;
  readonly text?: TextTowerConfig;
  readonly speech?: SpeechTowerConfig;
  readonly video?: VideoTowerConfig;
}

/** What has to be said of them. */
export interface TowerOptions {
  readonly image?: ImageTowerOptions;
  readonly text?: TextTowerOptions;
  readonly speech?: SpeechTowerOptions;
  readonly video?: VideoTowerOptions;
}

/** @throws ConfigError when a size is not known. */
export const towerConfigs = ({ image, text, speech, video }: TowerOptions): TowerConfigs => ({
  ...(image ? { image: imageTowerConfig(image) } : {}),
  ...(text ? { text: textTowerConfig(text) } : {}),
  ...(speech ? { speech: speechTowerConfig(speech) } : {}),
  ...(video ? { video: videoTowerConfig(video) } : {}),
});

/** @throws ConfigError when an encoder cannot be built. */
export const buildTowers = ({ image, text, speech, video }: TowerConfigs, dim: number): Towers => ({
  ...(image ? { image: imageTower(image, dim) } : {}),
  ...(text ? { text: textTower(text, dim) } : {}),
  ...(speech ? { speech: speechTower(speech, dim) } : {}),
  ...(video ? { video: videoTower(video, dim) } : {}),
});

/** @throws ConfigError when the space does not know the modality. */
export function towerOf(towers: Towers, modality: Modality): Tower {
  const tower: Tower | undefined = towers[modality];
  if (tower !== undefined) return tower;
  throw new ConfigError(
    `this joint space knows ${Object.keys(towers).join(', ')}, got '${modality}'. ` +
      'Give it a tower for that, and train.',
  );
}
