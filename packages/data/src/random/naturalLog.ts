/**
 * ln x for a positive finite x, from + − × ÷ alone, so that it is the same on every machine:
 * `Math.log` may differ between engines in the last bit. Relative error below 1e-15.
 *
 * x = m·2ᵏ with m in [√½, √2), ln x = k·ln 2 + 2·(z + z³/3 + z⁵/5 + …), z = (m − 1)/(m + 1).
 */
export function naturalLog(x: number): number {
  let m = x;
  let k = 0;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  for (; m >= Math.SQRT2; k++) m /= 2;
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let series = 0;
  // |z| < 0.172, so the terms after z¹⁹/19 are below one unit in the last place.
  for (let n = 19; n >= 1; n -= 2) series = series * square + 1 / n;
  return k * Math.LN2 + 2 * z * series;
}
