/**
 * Round numbers that cover a range and have 0 among them: steps of 1, 2 or 5 times a power of ten.
 *
 * @param end above `start`, at least 0; the last tick is the first that reaches it.
 * @param intervals about how many steps are wanted.
 * @param start at most 0; the first tick is the last that reaches it.
 * @see Heckbert 1990, Nice numbers for graph labels.
 */
export function ticks(end: number, intervals: number, start = 0): number[] {
  const rough = (end - start) / intervals;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9))!;
  const first = Math.floor(start / step + 1e-9);
  const last = Math.ceil(end / step - 1e-9);
  // Multiplying, not adding up, keeps 0.1 · 3 from drifting; the rounding hides 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}
