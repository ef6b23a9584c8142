import { type SaidFactors, turnPeriods } from '@xm/data';
import { type Head, type Layout, poseLength, shapeNames } from './layout.ts';

/** What a judge reads from one picture or video. */
export interface Verdict {
  readonly factors: SaidFactors;
  /** Degrees in 0…period of the shape that it sees: 90 for a square, 180 for an ellipse, 360 for a heart. */
  readonly rotation: number;
  /**
   * How sure it is of the rotation, 0…1: the length of (cos, sin) as it gives them, which are means over all rotations that it
   * thinks possible (the resultant length of Mardia and Jupp 2000, section 2.3).
   */
  readonly sureness: number;
}

/** @param outputs float32 [count · (layout.words + poseLength)] */
export function verdictsOf(outputs: Float32Array, layout: Layout): Verdict[] {
  const length = layout.words + poseLength;
  return Array.from({ length: outputs.length / length }, (_, row) => {
    const scores = outputs.subarray(row * length, (row + 1) * length);
    const words = layout.heads.map((head) => [head.name, likeliest(scores, head)]);
    const factors = Object.fromEntries(words) as SaidFactors;
    const at = layout.words + 2 * shapeNames.indexOf(factors.shape);
    const [cosine, sine] = scores.subarray(at, at + 2);
    const turns = Math.atan2(sine, cosine) / (2 * Math.PI);
    // A tiny negative turn may round to a whole one.
    const rotation = turnPeriods[factors.shape] * ((turns - Math.floor(turns)) % 1);
    return { factors, rotation, sureness: Math.min(1, Math.hypot(cosine, sine)) };
  });
}

function likeliest(scores: Float32Array, { words, start }: Head): string {
  const logits = scores.subarray(start, start + words.length);
  return words[logits.indexOf(Math.max(...logits))];
}
