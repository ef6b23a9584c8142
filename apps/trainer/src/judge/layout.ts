import { combinations, type SaidFactors, turnPeriods } from '@xm/data';
import type { JudgedLevel } from './judgeConfig.ts';

export type FactorName = keyof SaidFactors;

/** A factor that a judge tells, with its words and where their logits begin in a row of outputs. */
export interface Head {
  readonly name: FactorName;
  readonly words: readonly string[];
  readonly start: number;
}

/**
 * What stands where in a row of a judge's outputs: first the logits of all words, then the pose, which is
 * (cos, sin) of the rotation for each shape, then x and y.
 */
export interface Layout {
  /** In the order of captions. */
  readonly heads: readonly Head[];
  /** Logits together. */
  readonly words: number;
}

/** The shapes in the order of the pose. */
export const shapeNames = Object.keys(turnPeriods) as SaidFactors['shape'][];

/** Numbers of the pose. */
export const poseLength = 2 * shapeNames.length + 2;

/** @param motion what captions of videos say, too */
export function layoutOf(level: JudgedLevel, motion = false): Layout {
  const all = combinations(level, motion);
  let words = 0;
  const heads = (Object.keys(all[0]) as FactorName[]).map((name): Head => {
    const head = { name, words: [...new Set(all.map((said) => String(said[name])))], start: words };
    words += head.words.length;
    return head;
  });
  return { heads, words };
}
