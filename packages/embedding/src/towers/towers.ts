import type { Modality } from '@xm/data';
import type { Tokens } from '@xm/networks';
import { ConfigError, type Tensor } from '@xm/tensor-ops';
import { type ImageTowerConfig, imageTower } from './imageTower.ts';
import { type TextTowerConfig, textTower } from './textTower.ts';
import type { Tower } from './tower.ts';

/** What each tower is built from. */
export interface TowerConfigs {
  readonly image?: ImageTowerConfig;
  readonly text?: TextTowerConfig;
}

/** One for each modality that a space knows. */
export interface Towers {
  readonly image?: Tower<Tensor>;
  readonly text?: Tower<Tokens>;
}

export const buildTowers = ({ image, text }: TowerConfigs, dim: number): Towers => ({
  ...(image ? { image: imageTower(image, dim) } : {}),
  ...(text ? { text: textTower(text, dim) } : {}),
});

/** @throws ConfigError when the space does not know the modality. */
export function towerOf(towers: Towers, modality: Modality): Tower {
  const tower = towers[modality as keyof Towers] as Tower | undefined;
  if (tower !== undefined) return tower;
  throw new ConfigError(
    `this joint space knows ${Object.keys(towers).join(', ')}, got '${modality}'. ` +
      'Give it a tower for that, and train.',
  );
}
