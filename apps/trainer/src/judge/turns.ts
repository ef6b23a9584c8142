import { turnPeriods } from '@xm/data';
import { circularBins, expectedCircularBins } from '@xm/metrics';
import { shapeNames } from './layout.ts';
import type { Verdict } from './verdicts.ts';

/** Degrees of a bin. */
const bin = 45;

/** In how many ways the pictures of one shape are turned, in bins of 45°. */
export interface Turns {
  /** Bins until the shape looks the same: 2 for a square, 4 for an ellipse, 8 for a heart. */
  readonly bins: number;
  /** Bins that are met by all pictures of the shape together. */
  readonly met: number;
  /** Bins that are met by the pictures of one caption, on average over captions. */
  readonly metByCaption: number;
  /** What `metByCaption` is when every rotation is as likely, with as many pictures. */
  readonly expectedByCaption: number;
  /**
   * How sure the judge is of the rotation, 0…1, on average over the pictures that show the shape; 0 where none does. What
   * is painted round where it should have corners is not turned in any way, though it is no other shape.
   */
  readonly sureness: number;
}

/**
 * The turns of each shape that was asked for. A picture that shows another shape meets no bin.
 *
 * @param captions what was asked, as a text, one an item   @param asked the shape that was asked
 */
export function turnsOf(
  captions: readonly string[],
  asked: readonly string[],
  verdicts: readonly Verdict[],
): Readonly<Record<string, Turns>> {
  const entries = shapeNames.flatMap((shape) => {
    const rows = captions.flatMap((_, i) => (asked[i] === shape ? [i] : []));
    if (rows.length === 0) return [];
    const period = turnPeriods[shape];
    const bins = period / bin;
    const showing = (some: readonly number[]): Verdict[] =>
      some.map((i) => verdicts[i]).filter(({ factors }) => factors.shape === shape);
    const metBy = (some: readonly number[]): number =>
      circularBins(
        showing(some).map(({ rotation }) => rotation),
        { bins, period },
      );
    const groups = [...new Set(rows.map((i) => captions[i]))].map((caption) =>
      rows.filter((i) => captions[i] === caption),
    );
    const turns: Turns = {
      bins,
      met: metBy(rows),
      metByCaption: mean(groups.map(metBy)),
      expectedByCaption: mean(groups.map(({ length }) => expectedCircularBins(length, bins))),
      sureness: mean(showing(rows).map(({ sureness }) => sureness)),
    };
    return [[shape, turns] as const];
  });
  return Object.fromEntries(entries);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
