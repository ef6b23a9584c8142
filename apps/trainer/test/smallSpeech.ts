import type { Speak } from '@xm/data';
import {
  type SpeechJudgeConfig,
  speechJudgeConfig,
  wordsOfLevel,
} from '../src/judge/speech/speechJudgeConfig.ts';

/** Hears the captions of level 1 after seconds of training. */
export const smallSpeechJudge: SpeechJudgeConfig = {
  ...speechJudgeConfig(1),
  steps: 100,
  batch: 16,
  learningRate: 0.01,
  heard: 40,
  encoder: {
    kind: 'transformer',
    frames: 32,
    mels: 16,
    halvings: 1,
    dim: 24,
    depth: 1,
    heads: 2,
  },
  testCount: 20,
};

/** Says each word as a tone of its own, a little higher or lower, for 0.1 s and nothing for as long. */
export const hum: Speak = async (text, { pitch }) => {
  const words = wordsOfLevel(1);
  const sampleRate = 16_000;
  const length = sampleRate / 10;
  const said = text.split(' ');
  const samples = new Float32Array(2 * length * said.length);
  said.forEach((word, i) => {
    const hertz = 300 * 1.3 ** words.indexOf(word) * (0.9 + 0.1 * pitch);
    const step = (2 * Math.PI * hertz) / sampleRate;
    for (let t = 0; t < length; t++) samples[2 * i * length + t] = 0.5 * Math.sin(step * t);
  });
  return { sampleRate, samples };
};
