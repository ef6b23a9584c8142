import { chanceAgreement, chanceWordErrorRate, exactMatch, wordErrorRate } from '@xm/metrics';

/** A fraction, and what the same sounds would get, dealt out at random among the captions; both in 0…1. */
export interface Understood {
  readonly value: number;
  readonly chance: number;
}

/** How much of what was to be said is understood. */
export interface SpeechFigures {
  readonly count: number;
  /** 1 − the word error rate, and 0 where more is wrong than was to be said. */
  readonly words: Understood;
  /** Captions that are understood word for word. */
  readonly wholeCaption: Understood;
}

/** @throws RangeError when the lists are empty or differ in length, or no caption has a word. */
export const speechFigures = (
  asked: readonly string[],
  heard: readonly string[],
): SpeechFigures => ({
  count: asked.length,
  words: {
    value: Math.max(0, 1 - wordErrorRate(asked, heard)),
    chance: Math.max(0, 1 - chanceWordErrorRate(asked, heard)),
  },
  wholeCaption: { value: exactMatch(asked, heard), chance: chanceAgreement(asked, heard) },
});
