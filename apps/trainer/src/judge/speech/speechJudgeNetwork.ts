import {
  ctcHead,
  ctcLoss,
  type FrameLogits,
  type Speech,
  speechFrames,
  type Tokens,
} from '@xm/networks';
import {
  type Mode,
  mean,
  type Objective,
  type Params,
  type Rng,
  type Scalar,
  split,
  tidy,
} from '@xm/tensor-ops';
import { type SpeechJudgeConfig, wordsOfLevel } from './speechJudgeConfig.ts';

export interface SpeechJudgeNetwork {
  init(rng: Rng): Params;
  /** @returns for each frame the logits of the blank, id 0, and of the words of `wordsOfLevel`, from id 1 */
  apply(params: Params, speech: Speech, mode: Mode): FrameLogits;
}

/** Frames that have heard each other, and what each of them says. */
export function speechJudgeNetwork({ level, encoder }: SpeechJudgeConfig): SpeechJudgeNetwork {
  const ears = speechFrames(encoder);
  const head = ctcHead(encoder.dim, 1 + wordsOfLevel(level).length);
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { ears: ears.init(a), head: head.init(b) };
    },
    apply: (params, speech, mode) => {
      const p = params as Record<string, Params>;
      const { logits, mask } = tidy(() => {
        const heard = ears.apply(p['ears'], speech, mode);
        return { ...head.apply(p['head'], heard, mode) };
      });
      return { logits, mask };
    },
  };
}

/** Tensors of one step: sounds, and the words of their captions. */
export interface SpeechJudgeBatch extends Speech {
  /** int32 [batch, words], ids from 1, 0 where a caption has ended */
  readonly ids: Tokens['ids'];
  /** float32 [batch, words], 1 for a word */
  readonly isWord: Tokens['mask'];
}

/** The surprise at the captions, in nats, averaged over the batch. */
export const speechJudgeObjective =
  (network: SpeechJudgeNetwork): Objective<SpeechJudgeBatch> =>
  (params, { frames, mask, ids, isWord }, rng) => {
    const loss = tidy(() => {
      const said = network.apply(params, { frames, mask }, { training: true, rng });
      return mean(ctcLoss(said, { ids, mask: isWord })) as Scalar;
    });
    return { loss, terms: {} };
  };
