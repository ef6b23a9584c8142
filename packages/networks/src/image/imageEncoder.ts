import { ConfigError, type Network } from '@xm/tensor-ops';
import { type ConvConfig, convEncoder } from './convEncoder.ts';
import { type PatchConfig, patchEncoder } from './patchEncoder.ts';

export type ImageConfig = ConvConfig | PatchConfig;

export type ImageSize = 'conv-tiny' | 'conv-small' | 'patch-tiny' | 'patch-small';

/** Named sizes. 'tiny' learns something in a minute or two on two cores. */
export const imageSizes: Record<ImageSize, ImageConfig> = {
  'conv-tiny': { kind: 'conv', size: 48, patch: 4, widths: [48, 96, 192], blocks: 1 },
  'conv-small': { kind: 'conv', size: 64, patch: 4, widths: [64, 128, 256], blocks: 2 },
  'patch-tiny': { kind: 'patch', size: 48, patch: 8, dim: 96, depth: 3, heads: 4 },
  'patch-small': { kind: 'patch', size: 64, patch: 8, dim: 192, depth: 6, heads: 6 },
};

/** float32 [batch, size, size, 3] → [batch, features], by name or by config. */
export function imageEncoder(config: ImageConfig): Network {
  if (config.kind === 'conv') return convEncoder(config);
  if (config.kind === 'patch') return patchEncoder(config);
  const { kind } = config as { kind: unknown };
  throw new ConfigError(`image.kind must be one of 'conv', 'patch', got '${String(kind)}'.`);
}

/** The length of the vector an image encoder gives. */
export const imageFeatures = (config: ImageConfig): number =>
  config.kind === 'conv' ? config.widths[config.widths.length - 1] : config.dim;
