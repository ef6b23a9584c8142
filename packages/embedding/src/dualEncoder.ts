import type { Dataset, Example, Tokenizer } from '@xm/data';
import {
  type ImageConfig,
  type ImageSize,
  imageSizes,
  type TextConfig,
  type TextSize,
  type Tokens,
  textSizes,
} from '@xm/networks';
import {
  ConfigError,
  clipByValue,
  dispose,
  exp,
  fold,
  type Objective,
  type Params,
  type Rng,
  scalar,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { embed } from './embed.ts';
import { infoNce } from './losses/infoNce.ts';
import { type Scores, similarities } from './similarities.ts';
import { agreement } from './targets.ts';
import { type ImageTowerConfig, imageTower } from './towers/imageTower.ts';
import { type TextTowerConfig, textTower } from './towers/textTower.ts';
import type { Tower } from './towers/tower.ts';

/** Everything needed to build a joint space again: saved beside its params. */
export interface JointSpaceConfig {
  readonly dim: number;
  /** What the cosines are divided by at the start of training. */
  readonly temperature: number;
  readonly image: ImageTowerConfig;
  readonly text: TextTowerConfig;
}

/** A batch as tensors. The caller frees it with `disposeBatch`. */
export interface JointBatch {
  readonly image: Tensor;
  readonly text: Tokens;
  /** float32 [batch, batch]: see `infoNce`. */
  readonly targets: Tensor;
}

/** Pictures and texts as unit vectors of one space. */
export interface JointSpace {
  readonly config: JointSpaceConfig;
  readonly towers: { readonly image: Tower<Tensor>; readonly text: Tower<Tokens> };
  /** `{ image, text, logScale }` */
  init(rng: Rng): Params;
  /** Pairs of picture and text. Equal texts in a batch are taken to match each other's pictures. */
  collate(examples: readonly Example[]): JointBatch;
  /** InfoNCE, with the temperature learned in log space. */
  objective(options?: { readonly labelSmoothing?: number }): Objective<JointBatch>;
  /** Cosines of every picture (queries) with every text (candidates) of a dataset, in its order. */
  similarities(params: Params, dataset: Dataset): Promise<Scores>;
}

export interface DualEncoderOptions {
  readonly image: ImageSize | ImageConfig;
  readonly text: TextSize | TextConfig;
  readonly tokenizer: Tokenizer;
  readonly dim: number;
  /** At the start of training; 0.07 as in CLIP, unless told otherwise. */
  readonly temperature?: number;
  /** What pixels in 0…1 are centred on and divided by: 0.5 and 0.25 unless told otherwise. */
  readonly normalisation?: ImageTowerConfig['normalisation'];
}

/** CLIP's bound: the temperature never falls below 0.01. */
const largestLogScale = Math.log(100);

/**
 * Two encoders into one space, trained so that a picture and its text meet.
 *
 * @param options.image,text a named size or a config of @xm/networks
 * @throws ConfigError when a size is not known or cannot be built.
 * @see Radford et al. 2021
 */
export const dualEncoder = (options: DualEncoderOptions): JointSpace =>
  jointSpaceFrom({
    dim: options.dim,
    temperature: options.temperature ?? 0.07,
    image: {
      encoder: named(options.image, imageSizes, 'image'),
      normalisation: options.normalisation ?? { mean: 0.5, deviation: 0.25 },
    },
    text: {
      encoder: named(options.text, textSizes, 'text'),
      tokenizer: options.tokenizer.config,
    },
  });

/** The space that gave this config, for instance one saved beside a model. */
export function jointSpaceFrom(config: JointSpaceConfig): JointSpace {
  if (!Number.isInteger(config.dim) || config.dim < 1) {
    throw new ConfigError(
      `dim must be a positive integer, got ${config.dim}. 128 is a good start.`,
    );
  }
  const image = imageTower(config.image, config.dim);
  const text = textTower(config.text, config.dim);
  const space: JointSpace = {
    config,
    towers: { image, text },
    init: (rng) => ({
      image: image.init(fold(rng, 'image')),
      text: text.init(fold(rng, 'text')),
      logScale: scalar(-Math.log(config.temperature)),
    }),
    // Within tidy nothing is left when an example lacks a modality.
    collate: (examples) =>
      tidy(() => ({
        image: image.collate(examples),
        text: { ...text.collate(examples) },
        targets: agreement(examples.map((example) => example.text ?? '')),
      })),
    objective:
      ({ labelSmoothing = 0 } = {}) =>
      (params, batch, rng) => {
        const at = (label: string) => ({ training: true, rng: fold(rng, label) }) as const;
        const a = image.apply(params['image'] as Params, batch.image, at('image'));
        const b = text.apply(params['text'] as Params, batch.text, at('text'));
        const scale = exp(clipByValue(params['logScale'] as Tensor, 0, largestLogScale));
        const loss = infoNce(a, b, {
          logitScale: scale,
          targets: batch.targets,
          labelSmoothing,
        });
        return { loss, terms: { logitScale: scale as never } };
      },
    similarities: async (params, dataset) =>
      similarities(
        await embed(space, params, 'image', dataset),
        await embed(space, params, 'text', dataset),
      ),
  };
  return space;
}

export const disposeBatch = ({ image, text, targets }: JointBatch): void =>
  dispose([image, text.ids, text.mask, targets]);

function named<T>(choice: string | T, sizes: Record<string, T>, field: string): T {
  if (typeof choice !== 'string') return choice;
  if (Object.hasOwn(sizes, choice)) return sizes[choice];
  const known = Object.keys(sizes).map((name) => `'${name}'`);
  throw new ConfigError(`${field} must be one of ${known.join(', ')}, got '${choice}'.`);
}
