import { type Dataset, type Direction, type Example, modalities } from '@xm/data';
import {
  ConfigError,
  clipByValue,
  exp,
  fold,
  matMul,
  type Objective,
  type Params,
  type Rng,
  scalar,
  type Tensor,
} from '@xm/tensor-ops';
import { embed } from './embed.ts';
import { collate, type JointBatch } from './jointBatch.ts';
import { pairwiseInfoNce } from './losses/pairwiseInfoNce.ts';
import { type Scores, similarities } from './similarities.ts';
import {
  buildTowers,
  type TowerConfigs,
  type TowerOptions,
  type Towers,
  towerConfigs,
  towerOf,
} from './towers/towers.ts';

/** Plain JSON. Saved beside the params, it is all that is needed to use them again. */
export interface JointSpaceConfig extends TowerConfigs {
  /** Length of a vector of the space. */
  readonly dim: number;
  /** What divides the cosines at the start of training. */
  readonly temperature: number;
}

/** Several modalities as unit vectors of one space. */
export interface JointSpace {
  readonly config: JointSpaceConfig;
  readonly towers: Towers;
  /** `{ [modality], logScale }` */
  init(rng: Rng): Params;
  /** See `collate`. */
  collate(examples: readonly Example[]): JointBatch;
  /** See `pairwiseInfoNce`; one temperature for all pairs, learned in log space. */
  objective(options?: { readonly labelSmoothing?: number }): Objective<JointBatch>;
  /**
   * Cosines of one modality of every example (queries) with another of every example (candidates), in the
   * dataset's order. From image to text unless told otherwise.
   *
   * @throws DataError when an example lacks one of the two.
   */
  similarities(params: Params, dataset: Dataset, direction?: Direction): Promise<Scores>;
}

export interface JointSpaceOptions {
  readonly towers: TowerOptions;
  readonly dim: number;
  /** At the start of training; 0.07 as in CLIP, unless told otherwise. */
  readonly temperature?: number;
}

/** CLIP's bound: the temperature never falls below 0.01. */
const largestLogScale = Math.log(100);

/**
 * An encoder for each modality into one space, trained so that what belongs together meets. An example
 * may have any of the modalities.
 *
 * @throws ConfigError when there are fewer than two towers, or one cannot be built.
 */
export const jointSpace = ({ towers, dim, temperature = 0.07 }: JointSpaceOptions): JointSpace =>
  jointSpaceFrom({ dim, temperature, ...towerConfigs(towers) });

/** The space that gave this config, for instance one saved beside a model. */
export function jointSpaceFrom(config: JointSpaceConfig): JointSpace {
  const { dim, temperature } = config;
  if (!Number.isInteger(dim) || dim < 1) {
    throw new ConfigError(`dim must be a positive integer, got ${dim}. 128 is a good start.`);
  }
  const towers = buildTowers(config, dim);
  const known = modalities.filter((modality) => modality in towers);
  if (known.length < 2) {
    throw new ConfigError(
      `a joint space must have at least two towers, got ${known.join() || 'none'}. ` +
        `Choose among ${modalities.join(', ')}.`,
    );
  }
  const space: JointSpace = {
    config,
    towers,
    init: (rng) => ({
      ...Object.fromEntries(known.map((one) => [one, towerOf(towers, one).init(fold(rng, one))])),
      logScale: scalar(-Math.log(temperature)),
    }),
    collate: (examples) => collate(towers, examples),
    objective:
      ({ labelSmoothing = 0 } = {}) =>
      (params, batch, rng) => {
        const sides = known.flatMap((modality) => {
          const input = batch[modality];
          if (input === undefined) return [];
          const mode = { training: true, rng: fold(rng, modality) } as const;
          const tower = towerOf(towers, modality);
          const rows = tower.apply(params[modality] as Params, input, mode);
          const gaps = batch.gaps[modality];
          if (gaps === undefined) return [{ vectors: rows }];
          return [{ vectors: matMul(gaps.places as never, rows as never), present: gaps.present }];
        });
        const scale = exp(clipByValue(params['logScale'] as Tensor, 0, largestLogScale));
        const { targets } = batch;
        const loss = pairwiseInfoNce(sides, { logitScale: scale, targets, labelSmoothing });
        return { loss, terms: { logitScale: scale as never } };
      },
    similarities: async (params, dataset, { from, to } = { from: 'image', to: 'text' }) =>
      similarities(
        await embed(space, params, from, dataset),
        await embed(space, params, to, dataset),
      ),
  };
  return space;
}
