import type { Speak } from '@xm/data';
import type { DiskCache } from '@xm/data/node';
import type { Params } from '@xm/tensor-ops';
import type { JudgedLevel } from '../judgeConfig.ts';
import { keptJudge } from '../judgeFile.ts';
import type { LearnOptions } from '../learn.ts';
import { type SpeechFigures, speechFigures } from './speechFigures.ts';
import { type SpeechJudge, speechJudgeOf, understood } from './speechJudge.ts';
import { type SpeechJudgeConfig, speechJudgeConfig } from './speechJudgeConfig.ts';
import { speechJudgeNetwork } from './speechJudgeNetwork.ts';
import { spokenCaptions } from './spokenCaptions.ts';
import { trainSpeechJudge } from './trainSpeechJudge.ts';

export interface JudgeSpeechOptions extends LearnOptions {
  /** 1 unless told otherwise. */
  readonly seed?: number;
  /** Who says what it learns from, and what it is tested on. */
  readonly speak: Speak;
  readonly cache: DiskCache;
}

/**
 * The judge of captions of `shapes`, of pictures and of videos, as spoken: from the disk where it was trained
 * before, else trained and tested on the backend in use, which takes minutes.
 *
 * @returns the caller's to dispose of
 * @throws DataError when nobody can speak or the cache cannot be written; the signal's reason when aborted.
 */
export async function judgeSpeech(
  level: JudgedLevel,
  { seed = 1, speak, cache, ...options }: JudgeSpeechOptions,
): Promise<SpeechJudge> {
  const config = speechJudgeConfig(level, seed);
  const kept = await keptJudge<SpeechJudgeConfig, SpeechFigures>(cache, {
    of: 'speech',
    config,
    networkOf: speechJudgeNetwork,
    train: () => trainSpeechJudge(config, speak, options),
    test: (params) => testSpeechJudge(config, params, speak, options.signal),
  });
  return speechJudgeOf(kept);
}

/** How much the params understand of test speakers, whom training never lets speak. */
export async function testSpeechJudge(
  config: SpeechJudgeConfig,
  params: Params,
  speak: Speak,
  signal?: AbortSignal,
): Promise<SpeechFigures> {
  const { testCount: count } = config;
  const examples = await spokenCaptions(config, { count, split: 'test', speak, signal });
  const asked = examples.map(({ text = '' }) => text);
  return speechFigures(asked, await understood(config, params, examples, signal));
}
