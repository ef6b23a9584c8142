import type { Waveform } from './waveform.ts';

/** Who says something and how. */
export interface Voice {
  /** What the text is in: 'en', 'de', 'es'. */
  readonly language: string;
  /** 0…99. With fewer voices take it modulo their number, best a multiple of 5: see `shapes`. */
  readonly speaker: number;
  /** 1 is usual, 2 twice as fast. */
  readonly speed: number;
  /** 1 is the speaker's own, 2 an octave higher. */
  readonly pitch: number;
}

/** Speaks a text. The same text and voice must give the same samples, whatever was said before. */
export type Speak = (text: string, voice: Voice) => Promise<Waveform>;
