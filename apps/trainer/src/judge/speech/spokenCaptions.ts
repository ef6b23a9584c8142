import { concat, type Example, type ShapesSplit, type Speak, shapes } from '@xm/data';
import type { SpeechJudgeConfig } from './speechJudgeConfig.ts';

export interface SpokenOptions {
  /** Captions of pictures, and as many of videos. */
  readonly count: number;
  readonly split: ShapesSplit;
  readonly speak: Speak;
  readonly signal?: AbortSignal | undefined;
  /** Told of every caption that was said. */
  readonly onSpoken?: (captions: number) => void;
}

/**
 * Captions as the voices of a split say them.
 *
 * @throws DataError when nobody can speak; the signal's reason when aborted.
 */
export async function spokenCaptions(
  { level, seed }: Pick<SpeechJudgeConfig, 'level' | 'seed'>,
  { count, split, speak, signal, onSpoken }: SpokenOptions,
): Promise<Example[]> {
  // What is seen is not looked at: it is drawn as small as can be, and dropped.
  const drawn = { level, seed, count, split, size: 8, speak };
  const source = concat(shapes(drawn), shapes({ ...drawn, motion: true }));
  const examples: Example[] = [];
  for (let i = 0; i < source.length; i++) {
    signal?.throwIfAborted();
    const { image: _, video: __, ...heard } = await source.get(i);
    examples.push(heard);
    onSpoken?.(examples.length);
  }
  return examples;
}
