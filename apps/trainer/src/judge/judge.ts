import type { Picture } from '@xm/data';
import type { Coherence, Vectors } from '@xm/metrics';
import { dispose, disposeParams, inference, type Params, tensor, tidy } from '@xm/tensor-ops';
import type { JudgeConfig } from './judgeConfig.ts';
import { featureCount, judgeNetwork } from './judgeNetwork.ts';
import { type FactorName, layoutOf } from './layout.ts';
import { pixelsOf } from './pixels.ts';
import { type Verdict, verdictsOf } from './verdicts.ts';

/** How often a judge is right about real test pictures. To stand wherever its verdict does. */
export interface JudgeAccuracy extends Coherence<FactorName> {
  /** Median error of the rotation, in degrees, where the shape is right. */
  readonly rotationError: number;
}

/** What a judge reads from pictures, in their order. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  /** The layer below the verdict, for coverage and Fréchet distances: 64 numbers a picture. */
  readonly features: Vectors;
}

/** A classifier that reads from a picture what its caption says, and how the shape is turned. */
export interface Judge {
  readonly config: JudgeConfig;
  readonly accuracy: JudgeAccuracy;
  /**
   * @param pictures of any size; they are resized to the judge's
   * @throws the signal's reason when aborted.
   */
  read(pictures: readonly Picture[], signal?: AbortSignal): Promise<Judged>;
  /** Frees the params. */
  dispose(): void;
}

/** @param params the judge's from now on */
export const judgeOf = (config: JudgeConfig, params: Params, accuracy: JudgeAccuracy): Judge => ({
  config,
  accuracy,
  read: (pictures, signal) => readPictures(config, params, pictures, signal),
  dispose: () => disposeParams(params),
});

/** Pictures at a time. */
const batch = 128;

export async function readPictures(
  config: JudgeConfig,
  params: Params,
  pictures: readonly Picture[],
  signal?: AbortSignal,
): Promise<Judged> {
  const network = judgeNetwork(config);
  const layout = layoutOf(config.level);
  const { size } = config.encoder;
  const values = new Float32Array(pictures.length * featureCount);
  const verdicts: Verdict[] = [];
  for (let start = 0; start < pictures.length; start += batch) {
    signal?.throwIfAborted();
    const some = pictures.slice(start, start + batch);
    const pixels = tensor(stacked(some, size), [some.length, size, size, 3]);
    const { features, outputs } = tidy(() => network.apply(params, pixels, inference));
    values.set((await features.data()) as Float32Array, start * featureCount);
    verdicts.push(...verdictsOf((await outputs.data()) as Float32Array, layout));
    dispose([pixels, features, outputs]);
  }
  return { verdicts, features: { values, count: pictures.length, dim: featureCount } };
}

function stacked(pictures: readonly Picture[], size: number): Float32Array {
  const each = 3 * size * size;
  const pixels = new Float32Array(pictures.length * each);
  pictures.forEach((picture, row) => {
    pixels.set(pixelsOf(picture, size), row * each);
  });
  return pixels;
}
