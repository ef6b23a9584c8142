import type { DiskCache } from '@xm/data/node';
import type { Params } from '@xm/tensor-ops';
import { type Judge, type JudgeAccuracy, judgeOf } from './judge.ts';
import {
  type JudgeConfig,
  type JudgedLevel,
  type PictureJudgeConfig,
  type Seen,
  seenJudgeConfig,
} from './judgeConfig.ts';
import { keptJudge } from './judgeFile.ts';
import { judgeNetwork } from './judgeNetwork.ts';
import type { LearnOptions } from './learn.ts';
import { testJudge } from './testJudge.ts';
import { trainJudge } from './trainJudge.ts';
import { trainVideoJudge } from './trainVideoJudge.ts';

export interface JudgeShapesOptions extends LearnOptions {
  /** What is to be judged: pictures unless told otherwise. */
  readonly of?: Seen;
  /** Side of the pictures or videos to be judged in pixels, a multiple of 16; 32 unless told otherwise. */
  readonly size?: number;
  /** 1 unless told otherwise. */
  readonly seed?: number;
  readonly cache: DiskCache;
}

/**
 * The judge of pictures or videos of `shapes`: from the disk where it was trained before, else trained and
 * tested on the backend in use, which takes minutes.
 *
 * @returns the caller's to dispose of
 * @throws DataError when the cache cannot be written; the signal's reason when aborted.
 */
export async function judgeShapes(
  level: JudgedLevel,
  { of = 'image', size = 32, seed = 1, cache, ...options }: JudgeShapesOptions,
): Promise<Judge> {
  const kept = (config: JudgeConfig, train: () => Promise<Params>) =>
    keptJudge<JudgeConfig, JudgeAccuracy>(cache, {
      of: 'shapes',
      config,
      networkOf: judgeNetwork,
      train,
      test: (params) => testJudge(config, params, options.signal),
    });
  const ofPictures = (config: PictureJudgeConfig) =>
    kept(config, () => trainJudge(config, options));
  if (of === 'image') return judgeOf(await ofPictures(seenJudgeConfig.image(level, size, seed)));
  const config = seenJudgeConfig.video(level, size, seed);
  return judgeOf(
    await kept(config, async () => {
      const eyes = await ofPictures(config.encoder.eyes);
      return trainVideoJudge(config, eyes.params, options);
    }),
  );
}
