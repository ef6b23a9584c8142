import { applyMel, type MelFilters } from './melFilters.ts';

/** After as many the bands agree to about a hundredth; more would not be heard. */
const iterations = 20;

/**
 * Powers of all bins x ≥ 0 whose mel bands M·x are the given ones. There are fewer bands than bins: of the
 * many answers this is a smooth one, as it starts from the mean of the bands over each bin.
 *
 * x ← x · Mᵀ(b / M·x) / Mᵀ1, which never makes Σ b·ln(b / M·x) − b + M·x greater. Small bands come out as
 * exactly as large ones, so logarithms agree: least squares over powers, as in librosa, leave them out.
 *
 * @param bands float64 [mels]   @param power float64 [bins], receives x; 0 where no band reaches
 * @see Richardson 1972, Lucy 1974; Lee and Seung 2001
 */
export function melToPower(filters: MelFilters, bands: Float64Array, power: Float64Array): void {
  const { bins } = filters;
  const made = new Float64Array(bands.length);
  const ratio = new Float64Array(bands.length);
  const change = new Float64Array(bins);
  const reached = new Float64Array(bins);
  spread(filters, ratio.fill(1), reached);
  applyMel(filters, change.fill(1), made);
  divide(bands, made, ratio);
  spread(filters, ratio, change);
  divide(change, reached, power);
  for (let i = 0; i < iterations; i++) {
    applyMel(filters, power, made);
    divide(bands, made, ratio);
    spread(filters, ratio, change);
    divide(change, reached, change);
    for (let bin = 0; bin < bins; bin++) power[bin] *= change[bin];
  }
}

/** a / b into `out`, 0 where b is 0. */
function divide(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let i = 0; i < a.length; i++) out[i] = b[i] > 0 ? a[i] / b[i] : 0;
}

/** Mᵀ·bands: what each bin gets from the triangles over it, into `out`. */
function spread({ first, end, weights }: MelFilters, bands: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let mel = 0, i = 0; mel < first.length; mel++) {
    for (let bin = first[mel]; i < end[mel]; i++, bin++) out[bin] += weights[i] * bands[mel];
  }
}
