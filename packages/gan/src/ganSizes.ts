import type { ConvCriticConfig, MappedDecoderConfig, MlpConfig } from '@xm/networks';

/** Two players of pictures. */
export interface PictureNetworks {
  readonly kind: 'picture';
  readonly generator: MappedDecoderConfig;
  readonly critic: ConvCriticConfig;
}

/** Two players of vectors: points, features, embeddings. */
export interface VectorNetworks {
  readonly kind: 'vector';
  /** Length of a vector. */
  readonly dim: number;
  readonly generator: MlpConfig;
  readonly critic: MlpConfig & {
    readonly features: number;
    /** See `projectionCritic`. */
    readonly joint?: boolean;
  };
}

export type GanNetworks = PictureNetworks | VectorNetworks;

export type GanSize = 'picture-32' | 'picture-64';

const picture = (size: number, patch: number, widths: readonly number[]): PictureNetworks => ({
  kind: 'picture',
  generator: {
    kind: 'mapped',
    mapping: { kind: 'mlp', hidden: [128], features: 128 },
    decoder: { kind: 'conv', size, patch, widths: [...widths].reverse(), blocks: 1 },
  },
  critic: { kind: 'conv', size, patch, widths, blocks: 1, features: 128, deviationGroup: 4 },
});

/** Named sizes, for two cores. */
export const ganSizes: Record<GanSize, GanNetworks> = {
  'picture-32': picture(32, 2, [32, 64, 128]),
  'picture-64': picture(64, 4, [32, 64, 128]),
};
