export interface Tolerance {
  /** |actual − expected| may be absolute + relative·|expected|. */
  readonly absolute: number;
  readonly relative: number;
  /** NaN equals NaN. Otherwise NaN equals nothing. */
  readonly nanEqual?: boolean;
}

export interface Verdict {
  readonly ok: boolean;
  /** Largest |actual − expected|, infinite where one side is not a finite number and the other differs. */
  readonly worst: number;
  /** Position of the element that misses its tolerance most; −1 when lengths differ or nothing is there. */
  readonly position: number;
  readonly message: string;
}

/**
 * Whether numbers agree. An infinity equals only itself, NaN only NaN and only when asked: a comparison
 * that lets either pass proves nothing.
 */
export function allclose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): Verdict {
  if (actual.length !== expected.length) {
    const message = `${actual.length} numbers came, ${expected.length} were expected`;
    return { ok: false, worst: Number.POSITIVE_INFINITY, position: -1, message };
  }
  let worst = 0;
  let position = actual.length > 0 ? 0 : -1;
  let excess = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < actual.length; i++) {
    const difference = distance(actual[i], expected[i], tolerance.nanEqual ?? false);
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected[i]);
    // An exact match is never in excess, even of an infinity whose tolerance would be infinite too.
    const over =
      difference === 0 ? -1 : Number.isFinite(allowed) ? difference - allowed : difference;
    worst = Math.max(worst, difference);
    if (over > excess) {
      excess = over;
      position = i;
    }
  }
  const ok = excess <= 0;
  const message =
    position < 0
      ? 'nothing to compare'
      : `at ${position}: ${actual[position]} came, ${expected[position]} was expected ` +
        `(tolerance ${tolerance.absolute} + ${tolerance.relative}·|expected|)`;
  return { ok, worst, position, message };
}

function distance(actual: number, expected: number, nanEqual: boolean): number {
  if (Object.is(actual, expected))
    return Number.isNaN(actual) && !nanEqual ? Number.POSITIVE_INFINITY : 0;
  const difference = Math.abs(actual - expected);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** @throws Error that names the worst position when the numbers do not agree. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance = { absolute: 1e-6, relative: 1e-5 },
): void {
  const verdict = allclose(actual, expected, tolerance);
  if (!verdict.ok) throw new Error(`expectClose: ${verdict.message}`);
}
