import type { Example } from '@xm/data';
import type { Coherence, Vectors } from '@xm/metrics';
import { dispose, disposeParams, inference, type Params, tensor, tidy } from '@xm/tensor-ops';
import { type JudgeConfig, layoutOfJudge } from './judgeConfig.ts';
import type { TrainedJudge } from './judgeFile.ts';
import { featureCount, judgeNetwork } from './judgeNetwork.ts';
import type { FactorName } from './layout.ts';
import { judgedPixels } from './pixels.ts';
import { type Verdict, verdictsOf } from './verdicts.ts';

/** How often a judge is right about real test pictures or videos. To stand wherever its verdict does. */
export interface JudgeAccuracy extends Coherence<FactorName> {
  /** Median error of the rotation, of a video in its first frame, in degrees, where the shape is right. */
  readonly rotationError: number;
}

/** What a judge reads from pictures or videos, in their order. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  /** The layer below the verdict, for coverage and Fréchet distances: 64 numbers each. */
  readonly features: Vectors;
}

/** A classifier that reads from a picture or a video what its caption says, and how the shape is turned. */
export interface Judge {
  readonly config: JudgeConfig;
  readonly accuracy: JudgeAccuracy;
  /**
   * @param examples with what the judge looks at, of any size
   * @throws DataError when one lacks it; the signal's reason when aborted.
   */
  read(examples: readonly Example[], signal?: AbortSignal): Promise<Judged>;
  /** Frees the params. */
  dispose(): void;
}

/** @param trained its params are the judge's from now on */
export const judgeOf = ({
  config,
  params,
  accuracy,
}: TrainedJudge<JudgeConfig, JudgeAccuracy>): Judge => ({
  config,
  accuracy,
  read: (examples, signal) => readFactorsOf(config, params, examples, signal),
  dispose: () => disposeParams(params),
});

/** Examples at a time. */
const batch = 128;

export async function readFactorsOf(
  config: JudgeConfig,
  params: Params,
  examples: readonly Example[],
  signal?: AbortSignal,
): Promise<Judged> {
  const network = judgeNetwork(config);
  const layout = layoutOfJudge(config);
  const values = new Float32Array(examples.length * featureCount);
  const verdicts: Verdict[] = [];
  for (let start = 0; start < examples.length; start += batch) {
    signal?.throwIfAborted();
    const seen = judgedPixels(examples.slice(start, start + batch), config);
    const pixels = tensor(seen.values, seen.shape);
    const { features, outputs } = tidy(() => network.apply(params, pixels, inference));
    values.set((await features.data()) as Float32Array, start * featureCount);
    verdicts.push(...verdictsOf((await outputs.data()) as Float32Array, layout));
    dispose([pixels, features, outputs]);
  }
  return { verdicts, features: { values, count: examples.length, dim: featureCount } };
}
