import { type Example, spectrogramsOf } from '@xm/data';
import { ctcTranscribe } from '@xm/networks';
import { dispose, disposeParams, inference, type Params, tensor } from '@xm/tensor-ops';
import type { TrainedJudge } from '../judgeFile.ts';
import type { SpeechFigures } from './speechFigures.ts';
import { type SpeechJudgeConfig, wordsOfLevel } from './speechJudgeConfig.ts';
import { speechJudgeNetwork } from './speechJudgeNetwork.ts';

/** A recogniser of spoken captions. */
export interface SpeechJudge {
  readonly config: SpeechJudgeConfig;
  /** How much it understands of speakers whom it never heard. To stand wherever its verdict does. */
  readonly accuracy: SpeechFigures;
  /**
   * @param examples with speech of any rate and length
   * @returns what it understood, '' for nothing
   * @throws the signal's reason when aborted.
   */
  hear(examples: readonly Example[], signal?: AbortSignal): Promise<string[]>;
  /** Frees the params. */
  dispose(): void;
}

/** @param trained its params are the judge's from now on */
export const speechJudgeOf = ({
  config,
  params,
  accuracy,
}: TrainedJudge<SpeechJudgeConfig, SpeechFigures>): SpeechJudge => ({
  config,
  accuracy,
  hear: (examples, signal) => understood(config, params, examples, signal),
  dispose: () => disposeParams(params),
});

/** Examples at a time. */
const batch = 128;

/** Captions as the params understand them: the likeliest word of every frame. */
export async function understood(
  config: SpeechJudgeConfig,
  params: Params,
  examples: readonly Example[],
  signal?: AbortSignal,
): Promise<string[]> {
  const { encoder, spectrogram, normalisation } = config;
  const network = speechJudgeNetwork(config);
  const words = wordsOfLevel(config.level);
  const texts: string[] = [];
  for (let start = 0; start < examples.length; start += batch) {
    signal?.throwIfAborted();
    const some = examples.slice(start, start + batch);
    const sounds = spectrogramsOf(some, encoder, spectrogram, normalisation);
    const frames = tensor(sounds.frames.values, sounds.frames.shape);
    const mask = tensor(sounds.mask.values, sounds.mask.shape);
    const said = network.apply(params, { frames, mask }, inference);
    const ids = await ctcTranscribe(said);
    texts.push(...ids.map((row) => row.map((id) => words[id - 1]).join(' ')));
    dispose([frames, mask, said.logits, said.mask]);
  }
  return texts;
}
