import type { DiskCache } from '@xm/data/node';
import { disposeParams } from '@xm/tensor-ops';
import type { Judge } from './judge.ts';
import { type JudgedLevel, judgeConfig } from './judgeConfig.ts';
import { decodeJudge, encodeJudge, judgeVersion } from './judgeFile.ts';
import type { TeachOptions } from './teach.ts';
import { testJudge } from './testJudge.ts';
import { trainJudge } from './trainJudge.ts';

export interface JudgeShapesOptions extends TeachOptions {
  /** Side of the pictures to be judged in pixels, a multiple of 16; 32 unless told otherwise. */
  readonly size?: number;
  /** 1 unless told otherwise. */
  readonly seed?: number;
  readonly cache: DiskCache;
}

/**
 * The judge of pictures of `shapes`: from the disk where it was trained before, else trained and tested
 * on the backend in use, which takes minutes.
 *
 * @returns the caller's to dispose of
 * @throws DataError when the cache cannot be written; the signal's reason when aborted.
 */
export async function judgeShapes(
  level: JudgedLevel,
  { size = 32, seed = 1, cache, ...options }: JudgeShapesOptions,
): Promise<Judge> {
  const config = judgeConfig(level, size, seed);
  const bytes = await cache.get(['judge of shapes', judgeVersion, config], async () => {
    const params = await trainJudge(config, options);
    try {
      return await encodeJudge(config, params, await testJudge(config, params, options.signal));
    } finally {
      disposeParams(params);
    }
  });
  return decodeJudge(bytes, `the judge of shapes:${level}`);
}
