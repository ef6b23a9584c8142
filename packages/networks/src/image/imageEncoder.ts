import { ConfigError, type Network } from '@xm/tensor-ops';
import { type ConvConfig, convEncoder } from './convEncoder.ts';
import { type MixerConfig, mixerEncoder } from './mixerEncoder.ts';
import { type PatchConfig, patchEncoder } from './patchEncoder.ts';
import { pooledSize } from './pooling.ts';

export type ImageConfig = ConvConfig | PatchConfig | MixerConfig;

export type ImageSize =
  | 'conv-tiny'
  | 'conv-small'
  | 'patch-tiny'
  | 'patch-small'
  | 'mixer-tiny'
  | 'mixer-small';

const flat = { pooling: 'flatten' } as const;
const mean = { pooling: 'mean' } as const;

/** Named sizes. 'tiny' learns something in a minute or two on two cores. */
export const imageSizes: Record<ImageSize, ImageConfig> = {
  'conv-tiny': { kind: 'conv', size: 32, patch: 4, widths: [32, 96], blocks: 1, ...flat },
  'conv-small': { kind: 'conv', size: 64, patch: 4, widths: [64, 128, 256], blocks: 2, ...mean },
  'patch-tiny': { kind: 'patch', size: 32, patch: 8, dim: 96, depth: 2, heads: 4, ...flat },
  'patch-small': { kind: 'patch', size: 64, patch: 8, dim: 192, depth: 6, heads: 6, ...mean },
  'mixer-tiny': {
    kind: 'mixer',
    size: 32,
    patch: 8,
    dim: 96,
    depth: 2,
    hidden: [32, 192],
    ...flat,
  },
  'mixer-small': {
    kind: 'mixer',
    size: 64,
    patch: 8,
    dim: 192,
    depth: 6,
    hidden: [128, 768],
    ...mean,
  },
};

/** float32 [batch, size, size, 3] → [batch, features]. */
export function imageEncoder(config: ImageConfig): Network {
  if (config.kind === 'conv') return convEncoder(config);
  if (config.kind === 'patch') return patchEncoder(config);
  if (config.kind === 'mixer') return mixerEncoder(config);
  const { kind } = config as { kind: unknown };
  throw new ConfigError(
    `image.kind must be one of 'conv', 'patch', 'mixer', got '${String(kind)}'.`,
  );
}

/** The length of the vector an image encoder gives. */
export function imageFeatures(config: ImageConfig): number {
  const { size, patch, pooling } = config;
  if (config.kind !== 'conv') return pooledSize((size / patch) ** 2, config.dim, pooling);
  const { widths } = config;
  const side = size / patch / 2 ** (widths.length - 1);
  return pooledSize(side ** 2, widths[widths.length - 1], pooling);
}
