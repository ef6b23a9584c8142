import { type Example, type Random, random, type Speak, spectrogramsOf } from '@xm/data';
import { type Params, tensor } from '@xm/tensor-ops';
import { type LearnOptions, learn } from '../learn.ts';
import { roughener } from '../roughener.ts';
import { type SpeechJudgeConfig, wordsOfLevel } from './speechJudgeConfig.ts';
import {
  type SpeechJudgeBatch,
  speechJudgeNetwork,
  speechJudgeObjective,
} from './speechJudgeNetwork.ts';
import { spokenCaptions } from './spokenCaptions.ts';

/**
 * Teaches a judge of speech on captions that the training voices of `shapes` speak, roughened each time.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; DataError when nobody can speak; the signal's reason when
 *   aborted.
 */
export async function trainSpeechJudge(
  config: SpeechJudgeConfig,
  speak: Speak,
  { signal, onProgress }: LearnOptions = {},
): Promise<Params> {
  const { seed, steps, batch, heard: count } = config;
  const spoken = 2 * count;
  const total = spoken + steps;
  const examples = await spokenCaptions(config, {
    count,
    split: 'train',
    speak,
    signal,
    onSpoken: (captions) => onProgress?.(captions, total),
  });
  const draw = drawer(config, examples);
  const network = speechJudgeNetwork(config);
  return learn<SpeechJudgeBatch>(
    {
      ...config,
      init: network.init,
      objective: speechJudgeObjective(network),
      batch: async (step) => draw(batch, random(seed, step)),
    },
    { signal, onProgress: (step) => onProgress?.(spoken + step, total) },
  );
}

/** Draws so many of the examples, as roughened log-mels and words. */
function drawer(config: SpeechJudgeConfig, examples: readonly Example[]) {
  const { level, seed, encoder, spectrogram, normalisation } = config;
  const { frames: height, mels: width } = encoder;
  const sounds = spectrogramsOf(examples, encoder, spectrogram, normalisation);
  const roughen = roughener({ width, height, channels: 1 }, seed);
  const words = wordsOfLevel(level);
  const texts = examples.map(({ text = '' }) =>
    text.split(' ').map((one) => 1 + words.indexOf(one)),
  );
  const longest = Math.max(...texts.map(({ length }) => length));
  const row = (values: Float32Array, i: number, length: number): Float32Array =>
    values.subarray(i * length, (i + 1) * length);

  return (count: number, chance: Random): SpeechJudgeBatch => {
    const frames = new Float32Array(count * height * width);
    const mask = new Float32Array(count * height);
    const ids = new Int32Array(count * longest);
    const isWord = new Float32Array(count * longest);
    for (let at = 0; at < count; at++) {
      const i = chance.integer(examples.length);
      const heard = row(sounds.frames.values, i, height * width);
      frames.set(roughen(heard, chance), at * height * width);
      mask.set(row(sounds.mask.values, i, height), at * height);
      ids.set(texts[i], at * longest);
      isWord.fill(1, at * longest, at * longest + texts[i].length);
    }
    return {
      frames: tensor(frames, [count, height, width]),
      mask: tensor(mask, [count, height]),
      ids: tensor(ids, [count, longest], 'int32'),
      isWord: tensor(isWord, [count, longest]),
    };
  };
}
